package io.truebook.api.reconciliation;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankMatches.Unbooked;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Books what our bank's statements confirm of payouts: each entry once, on whatever node and
 * however often a statement is sent.
 *
 * <p>Decided first and booked from there, so that a crash between the two loses nothing. The amount
 * is the bank's, whatever the provider has announced.
 */
public final class BankLeg {

    private static final String CHANNEL = "bank";
    private static final String ORIGIN = "sys:bank";

    private final BankMatches matches;
    private final OutcomeRecorder recorder;
    private final Clock clock;

    public BankLeg(BankMatches matches, OutcomeRecorder recorder, Clock clock) {
        this.matches = matches;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Doing it again books nothing more. */
    public void settle(String tenant) {
        matches.decide(tenant, clock.instant());
        for (var match : matches.unbooked(tenant)) {
            recorder.record(
                    tenant,
                    ORIGIN,
                    "entry|" + match.entryId(),
                    new RecordPayout(
                            PayoutCommand.keyOf(match.connection(), match.payoutId()),
                            match.connection(),
                            List.of(fact(match)),
                            CHANNEL,
                            clock.instant()));
            matches.booked(match.entryId());
        }
    }

    private static PayoutFact fact(Unbooked match) {
        var source =
                FactSource.first(
                        match.connection(),
                        match.payoutId(),
                        null,
                        match.bookedOn().atStartOfDay(ZoneOffset.UTC).toInstant());
        return match.amount().isPositive()
                ? new PayoutFact.BankCredited(source, match.amount(), match.entryId())
                : new PayoutFact.BankDebited(source, match.amount().negated(), match.entryId());
    }
}
