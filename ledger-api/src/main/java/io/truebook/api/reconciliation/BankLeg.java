package io.truebook.api.reconciliation;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankMatches.Unbooked;
import io.truebook.projection.reconciliation.BankUnmatches;
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
    private final BankUnmatches unmatches;
    private final OutcomeRecorder recorder;
    private final Clock clock;

    public BankLeg(
            BankMatches matches, BankUnmatches unmatches, OutcomeRecorder recorder, Clock clock) {
        this.matches = matches;
        this.unmatches = unmatches;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Doing it again books nothing more. */
    public void settle(String tenant) {
        for (var unmatch : unmatches.unbooked(tenant)) {
            var fact =
                    new PayoutFact.BankUnmatched(
                            source(unmatch), unmatch.amount(), unmatch.entryId());
            record(tenant, "|not|" + payoutOf(unmatch), unmatch, fact);
            unmatches.booked(unmatch);
        }
        matches.decide(tenant, clock.instant());
        for (var match : matches.unbooked(tenant)) {
            record(tenant, transactionOf(tenant, match), match, fact(match));
            matches.booked(match);
        }
    }

    /**
     * A person's word that an entry is not the payout it was taken for: booked back, and matched
     * with another one where the rule finds one.
     */
    public void unmatch(
            String tenant, String entryId, String payoutId, String principal, String reason) {
        settle(tenant); // What is decided has to be booked before it can be taken back.
        unmatches.add(tenant, entryId, payoutId, principal, reason, clock.instant());
        settle(tenant);
    }

    /** An entry that was another payout's first is booked a second time, and under another id. */
    private String transactionOf(String tenant, Unbooked match) {
        return unmatches.isAny(tenant, match.entryId()) ? "|" + payoutOf(match) : "";
    }

    /** Two accounts at one provider may have payouts of one id. */
    private static String payoutOf(Unbooked entry) {
        return PayoutCommand.keyOf(entry.connection(), entry.payoutId());
    }

    private void record(String tenant, String suffix, Unbooked entry, PayoutFact fact) {
        recorder.record(
                tenant,
                ORIGIN,
                "entry|" + entry.entryId() + suffix,
                new RecordPayout(
                        payoutOf(entry),
                        entry.connection(),
                        List.of(fact),
                        CHANNEL,
                        clock.instant()));
    }

    private static FactSource source(Unbooked entry) {
        return FactSource.first(
                entry.connection(),
                entry.payoutId(),
                null,
                entry.bookedOn().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static PayoutFact fact(Unbooked match) {
        var source = source(match);
        return match.amount().isPositive()
                ? new PayoutFact.BankCredited(source, match.amount(), match.entryId())
                : new PayoutFact.BankDebited(source, match.amount().negated(), match.entryId());
    }
}
