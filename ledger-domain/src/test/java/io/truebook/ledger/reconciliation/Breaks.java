package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BreakFacts.Settled.FETCHED;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.BreakFacts.Settled;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences of 20 November 2026 that somebody may want to decide about. */
final class Breaks {

    static final String ID = "brk_1";
    static final String CHARGE = "ch_1";
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final Money EUR_20 = Money.of(2_000, "EUR");
    static final Money NOTHING = Money.of(0, "EUR");

    /** The payment takes the fact, and another object has taken money as well. */
    static final Bearing FITS = new Bearing(true, false, false, List.of("ch_8"), List.of(), null);

    private Breaks() {}

    /** Settled, and we have marked our charge as failed. */
    static BreakFacts aLateSuccess() {
        return facts(FindingCode.MISSING_IN_LEDGER, EUR_20, charge(EUR_20, true), failed());
    }

    static BreakFacts aStrangersCharge() {
        return facts(FindingCode.MISSING_IN_LEDGER, EUR_20, charge(EUR_20, true), null);
    }

    static BreakFacts aRefundFromTheDashboard(Money amount) {
        var row =
                new Settled("refund", amount.negated(), "re_9", "pi_9", null, NOON, true, FETCHED);
        var ours = new Ours(CHARGE, "captured", EUR_20, EUR_20, EUR_20, FITS);
        return facts(FindingCode.MISSING_IN_LEDGER, amount.negated(), row, ours);
    }

    static BreakFacts aRefund(@Nullable String operation, Bearing bearing) {
        var row =
                new Settled(
                        "refund", EUR_20.negated(), "re_9", "pi_9", operation, NOON, true, FETCHED);
        var ours = new Ours(CHARGE, "captured", EUR_20, EUR_20, EUR_20, bearing);
        return facts(FindingCode.MISSING_IN_LEDGER, EUR_20.negated(), row, ours);
    }

    static BreakFacts aSecondCharge() {
        return aSecondCharge(FITS);
    }

    /** Both are there where it is booked, one of them where it is not yet. */
    static BreakFacts aSecondCharge(Bearing bearing) {
        return aSecondCharge(bearing, NOTHING);
    }

    static BreakFacts aSecondCharge(Bearing bearing, Money givenBack) {
        var captured = bearing.held() ? EUR_20.plus(EUR_20) : EUR_20;
        var ours =
                new Ours(CHARGE, "captured", EUR_20, captured, captured.minus(givenBack), bearing);
        return facts(FindingCode.DUPLICATE_AT_PROVIDER, EUR_20, charge(EUR_20, false), ours);
    }

    static BreakFacts nothingAtTheProvider(Money booked, Instant at) {
        var ours = new Ours(CHARGE, "captured", booked, booked, booked, null);
        return facts(
                FindingCode.MISSING_AT_PROVIDER,
                Leg.SETTLEMENT,
                Standing.OPEN,
                booked.negated(),
                at,
                null,
                ours);
    }

    static BreakFacts anAmountMismatch(Money difference) {
        return facts(FindingCode.AMOUNT_MISMATCH, difference, charge(EUR_20, true), failed());
    }

    /** The same, of a file that a person has brought. */
    static BreakFacts uploaded(BreakFacts facts) {
        var row = facts.settled();
        if (row == null) {
            throw new IllegalArgumentException("No row is behind it");
        }
        var brought =
                new Settled(
                        row.category(),
                        row.gross(),
                        row.sourceId(),
                        row.paymentReference(),
                        row.refundOperation(),
                        row.at(),
                        row.alone(),
                        "upload");
        return facts(facts.code(), facts.amount(), brought, facts.ours());
    }

    static Settled charge(Money gross, boolean alone) {
        return new Settled("charge", gross, "ch_9", "pi_9", null, NOON, alone, FETCHED);
    }

    static Ours failed() {
        return new Ours(CHARGE, "failed", EUR_20, NOTHING, NOTHING, FITS);
    }

    static BreakFacts facts(
            FindingCode code, Money amount, @Nullable Settled row, @Nullable Ours ours) {
        return facts(code, Leg.SETTLEMENT, Standing.OPEN, amount, NOON, row, ours);
    }

    static BreakFacts facts(
            FindingCode code,
            Leg leg,
            Standing standing,
            Money amount,
            Instant at,
            @Nullable Settled row,
            @Nullable Ours ours) {
        return new BreakFacts(
                "stripe",
                code,
                leg,
                CHARGE,
                standing,
                null,
                amount,
                amount,
                ours == null ? null : ours.paymentId(),
                row == null ? null : row.sourceId(),
                "txn_1",
                "Words.",
                at,
                at,
                "rec_1",
                "rec_1",
                1,
                row,
                ours);
    }

    static BreakFacts gone(BreakFacts facts) {
        return standing(facts, Standing.GONE);
    }

    static BreakFacts standing(BreakFacts facts, Standing standing) {
        return facts(
                facts.code(),
                facts.leg(),
                standing,
                facts.amount(),
                facts.occurredAt(),
                facts.settled(),
                facts.ours());
    }

    static BreakFacts of(String object, BreakFacts facts) {
        return changed(facts, object, facts.ledger(), facts.provider(), facts.evidence());
    }

    /** The same difference, with what each side has of it. */
    static BreakFacts between(BreakFacts facts, Money ledger, Money provider) {
        return changed(facts, facts.object(), ledger, provider, facts.evidence());
    }

    /** The same difference, for another reason. */
    static BreakFacts because(String evidence, BreakFacts facts) {
        return changed(facts, facts.object(), facts.ledger(), facts.provider(), evidence);
    }

    private static BreakFacts changed(
            BreakFacts facts,
            String object,
            @Nullable Money ledger,
            @Nullable Money provider,
            String evidence) {
        return new BreakFacts(
                facts.connection(),
                facts.code(),
                facts.leg(),
                object,
                facts.standing(),
                ledger,
                provider,
                facts.amount(),
                facts.chargeId(),
                facts.providerReference(),
                facts.balanceTransactionId(),
                evidence,
                facts.occurredAt(),
                facts.firstSeenAt(),
                facts.firstRunId(),
                facts.lastRunId(),
                facts.ruleVersion(),
                facts.settled(),
                facts.ours());
    }
}
