package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.ReconciliationRuns.Report;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.time.Clock;

/**
 * Makes one run: books what fees are left, reads both sides, compares, writes the report, keeps it.
 *
 * <p>The same inputs give the same run, and its report is kept as bytes: asking again never gives
 * other ones.
 */
public final class Reconciler {

    private final SettlementFiles files;
    private final FeeBooking fees;
    private final ComparisonQueries queries;
    private final ReconciliationRuns runs;
    private final Clock clock;

    public Reconciler(
            SettlementFiles files,
            FeeBooking fees,
            ComparisonQueries queries,
            ReconciliationRuns runs,
            Clock clock) {
        this.files = files;
        this.fees = fees;
        this.queries = queries;
        this.runs = runs;
        this.clock = clock;
    }

    /** Works on the settlement rows there are; nobody is asked for more. */
    public Summary run(String tenant, String connection, Period period) {
        for (var file : files.in(tenant, connection, period.from(), period.to())) {
            fees.book(tenant, connection, file);
        }
        var asOf = period.asOf(clock.instant());
        var loaded = queries.load(tenant, connection, period, asOf);
        var identity = Identity.of(tenant, connection, period, asOf, loaded);
        var known = runs.find(tenant, identity.id());
        if (known.isPresent()) {
            return known.get();
        }
        var comparison = Comparison.of(loaded.input());
        var document = ReportDocument.of(identity, loaded, comparison);
        runs.keep(
                identity,
                comparison,
                new Report(
                        ReportJson.bytes(document),
                        ReportCsv.bytes(document),
                        ReportHtml.bytes(document)));
        return runs.find(tenant, identity.id()).orElseThrow();
    }
}
