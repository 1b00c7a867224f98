package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RunningComparison;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ComparisonQueries.BothSides;
import io.truebook.projection.reconciliation.NewRun.Figures;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Makes one run: books what fees are left, reads both sides, compares, keeps what it found.
 *
 * <p>The same inputs give the same run, and its lines are kept: asking again never gives other
 * ones. A run that is killed leaves nothing; it is made again from the beginning.
 */
public final class Reconciler {

    private static final long ROWS_PER_PROGRESS = 50_000;

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

    /** Told how far a run is, in movements and settlement rows. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    /** Works on the settlement rows there are; nobody is asked for more. */
    public Summary run(String tenant, String connection, Period period) {
        return run(tenant, connection, period, (_, _) -> {});
    }

    /** The same, telling how far it is. Runs of one connection wait for each other. */
    public Summary run(String tenant, String connection, Period period, Progress progress) {
        for (var file : files.in(tenant, connection, period.from(), period.to())) {
            fees.book(tenant, connection, file);
        }
        var asOf = period.asOf(clock.instant());
        var id =
                runs.alone(
                        tenant,
                        connection,
                        run ->
                                queries.read(
                                        tenant,
                                        connection,
                                        period,
                                        asOf,
                                        sides -> {
                                            var identity =
                                                    Identity.of(
                                                            tenant,
                                                            connection,
                                                            period,
                                                            asOf,
                                                            sides.loaded());
                                            if (runs.find(tenant, identity.id()).isEmpty()) {
                                                run.keep(
                                                        identity,
                                                        items ->
                                                                compare(
                                                                        identity, sides, items,
                                                                        progress));
                                            }
                                            return identity.id();
                                        }));
        return runs.find(tenant, id).orElseThrow();
    }

    private static Figures compare(
            Identity identity, BothSides sides, Consumer<Finding> items, Progress progress) {
        var loaded = sides.loaded();
        var comparison = new RunningComparison(loaded.openingLedger(), loaded.openingProvider());
        var figures = new ReportFigures(identity.asOf());
        var done = new long[] {0, 0};
        progress.at(0, loaded.rows());
        Consumer<Finding> found =
                finding -> {
                    items.accept(finding);
                    figures.add(finding);
                };
        sides.forEach(part -> {
            comparison.add(part, found);
            done[0] += part.movements().size() + part.rows().size();
            if (done[0] - done[1] >= ROWS_PER_PROGRESS) {
                done[1] = done[0];
                progress.at(done[0], loaded.rows());
            }
        });
        progress.at(loaded.rows(), loaded.rows());
        var rollForwards = comparison.close(found);
        var counts = figures.counts();
        var head = ReportDocument.of(identity, loaded, figures, rollForwards);
        return new Figures(
                counts.matched(),
                counts.timing(),
                counts.breaks(),
                rollForwards,
                ReportJson.bytes(head));
    }
}
