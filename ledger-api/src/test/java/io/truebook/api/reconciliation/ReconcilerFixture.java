package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Reconciling a {@link LedgerFixture}'s account at Stripe, on 25 November 2026. */
public final class ReconcilerFixture {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-25T09:00:00Z"), ZoneOffset.UTC);

    private final ReconciliationRuns runs;
    private final Reconciler reconciler;

    public ReconcilerFixture(LedgerFixture ledger) {
        this(ledger, CLOCK);
    }

    ReconcilerFixture(LedgerFixture ledger, Clock clock) {
        this(ledger, clock, Windows.DEFAULT);
    }

    ReconcilerFixture(LedgerFixture ledger, Clock clock, Windows windows) {
        var database = ledger.database.dataSource();
        var fees = new FeeBooking(new UnbookedFees(database), ledger.recorder, clock);
        var payouts = new PayoutBooking(new SettlementPayouts(database), ledger.recorder, clock);
        runs = new ReconciliationRuns(database);
        reconciler =
                new Reconciler(
                        fees, payouts, new ComparisonQueries(database, windows), runs, clock);
    }

    public Summary run(Period period) {
        return reconciler.run(LedgerFixture.TENANT, LedgerFixture.CONNECTION, period);
    }

    /** The same as it would have been then. */
    Summary run(Period period, KnownBy known) {
        return reconciler.run(
                LedgerFixture.TENANT, LedgerFixture.CONNECTION, period, known, (_, _) -> {});
    }

    Summary run(Period period, Reconciler.Progress progress) {
        return reconciler.run(LedgerFixture.TENANT, LedgerFixture.CONNECTION, period, progress);
    }

    public Reports.Report report(String runId) {
        return new Reports(runs).find(LedgerFixture.TENANT, runId).orElseThrow();
    }
}
