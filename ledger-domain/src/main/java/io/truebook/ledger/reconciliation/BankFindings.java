package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What our bank has of a payout against what the provider has sent.
 *
 * <p>Said only of payouts that a statement could show, and only when their time is over: two bank
 * days after they were to arrive, or after they came back at the provider.
 */
public final class BankFindings {

    /**
     * A payout and what the bank has moved of it.
     *
     * @param sent what has left the provider and not come back there; below zero where it collects
     * @param banked what the bank was credited less what it was debited
     * @param arrivesOn UTC
     * @param cameBackOn when the provider had it back; null where it has not
     * @param bankedOn of the last entry of the bank; null where there is none
     */
    public record Transit(
            String payoutId,
            Money sent,
            Money banked,
            LocalDate arrivesOn,
            @Nullable LocalDate cameBackOn,
            @Nullable LocalDate bankedOn) {

        /** What the bank still has to move. */
        public Money open() {
            return sent.minus(banked);
        }

        Instant since() {
            return arrivesOn.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        private LocalDate dueOn() {
            return cameBackOn != null && cameBackOn.isAfter(arrivesOn) ? cameBackOn : arrivesOn;
        }
    }

    private BankFindings() {}

    /**
     * The break of a payout, the same in every run; empty where bank and provider agree, or still
     * may.
     *
     * @param before only what was to arrive before it
     */
    public static Optional<Finding> of(
            String connection, Transit payout, Instant before, Instant asOf, int bankDays) {
        var due = BankDays.after(payout.dueOn(), bankDays).plusDays(1);
        if (payout.open().isZero()
                || !payout.since().isBefore(before)
                || due.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(asOf)) {
            return Optional.empty();
        }
        var code = codeOf(payout);
        return Optional.of(
                new Finding(
                        DerivedId.of(
                                "brk_",
                                connection,
                                Leg.BANK.code(),
                                code.name(),
                                payout.payoutId(),
                                payout.sent().currency().code()),
                        Leg.BANK,
                        code,
                        payout.payoutId(),
                        payout.sent(),
                        payout.banked(),
                        null,
                        payout.payoutId(),
                        null,
                        payout.since(),
                        words(payout)));
    }

    /** Short is what has the sign of the payout and less of it. */
    private static FindingCode codeOf(Transit payout) {
        boolean isShort = Long.signum(payout.open().minor()) == Long.signum(payout.sent().minor());
        return isShort ? FindingCode.BANK_SHORT : FindingCode.AMOUNT_MISMATCH;
    }

    private static String words(Transit payout) {
        return payout.bankedOn() == null
                ? "No entry of a bank statement is this payout's."
                : "The entries of the bank's statements do not come to this payout.";
    }
}
