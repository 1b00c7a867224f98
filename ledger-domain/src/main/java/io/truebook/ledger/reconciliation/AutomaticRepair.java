package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.BreakFacts.Settled;
import java.util.ArrayList;
import java.util.List;

/** What is against repairing a break without asking anybody. */
final class AutomaticRepair {

    /** In major units: what nobody has to be asked about is below it. */
    private static final long AUTOMATIC_BELOW = 1_000;

    /** So many of ten thousand of what was settled, or one minor unit, is a rate or a rounding. */
    private static final long FX_BAND = 50;

    private AutomaticRepair() {}

    /** Whether the ledger itself asked the provider for the row, and nobody brought it. */
    static boolean isFetched(BreakFacts facts) {
        var row = facts.settled();
        return row != null && Settled.FETCHED.equals(row.origin());
    }

    /** Every condition that is not met, in words; none: nobody has to be asked. */
    static List<String> against(RepairKind kind, BreakFacts facts) {
        var against = new ArrayList<String>();
        if (kind == RepairKind.BOOK_FX) {
            return againstFx(facts);
        }
        if (kind != RepairKind.RECORD_FACT) {
            against.add("no id says whose it is, or money would leave");
            return against;
        }
        var ours = facts.ours();
        var row = facts.settled();
        if (ours == null || row == null || row.sourceId() == null) {
            against.add("the provider's object is not named");
            return against;
        }
        if (!isFetched(facts)) {
            against.add("the file was not fetched from the provider");
        }
        if (!row.alone()) {
            against.add("other rows change what this one says");
        }
        if (!row.gross().currency().equals(ours.requested().currency())) {
            against.add("the currency is not the payment's");
        } else {
            addAmountAndTransition(row, ours, against);
        }
        if (isAboveLimit(row.gross())) {
            against.add("the amount is not below the limit");
        }
        return List.copyOf(against);
    }

    private static List<String> againstFx(BreakFacts facts) {
        var against = new ArrayList<String>();
        if (!isFetched(facts)) {
            against.add("the file was not fetched from the provider");
        }
        if (facts.provider() == null || !isInBand(facts.amount(), facts.provider())) {
            against.add("the difference is more than a rate or a rounding makes");
        }
        return List.copyOf(against);
    }

    private static boolean isInBand(Money difference, Money settled) {
        long size = Math.absExact(difference.minor());
        return difference.currency().equals(settled.currency())
                && (size <= 1
                        || size
                                <= Math.absExact(settled.minor()) / 10_000 * FX_BAND
                                        + Math.absExact(settled.minor())
                                                % 10_000
                                                * FX_BAND
                                                / 10_000);
    }

    private static void addAmountAndTransition(Settled row, Ours ours, List<String> against) {
        if (row.category().equals(SettlementCategory.CHARGE.code())) {
            if (!row.gross().equals(ours.requested())) {
                against.add("the amount is not the one we asked for");
            }
            if (!ours.captured().isZero()) {
                against.add("the payment has been captured already");
            }
        } else if (!row.gross().isNegative() || row.gross().negated().exceeds(ours.refundable())) {
            against.add("the refund is above what is left to refund");
        } else {
            addWhoseRefund(row, ours, against);
        }
    }

    /** One of ours that nobody has named yet may be this very one: it must not be booked beside. */
    private static void addWhoseRefund(Settled row, Ours ours, List<String> against) {
        var bearing = ours.bearing();
        if (bearing == null) {
            against.add("nobody has looked at the payment's refunds");
        } else if (row.refundOperation() == null) {
            if (!bearing.unnamedRefunds().isEmpty()) {
                against.add("it may be a refund of ours that the provider has not answered");
            }
        } else if (!row.gross().negated().equals(bearing.asked())) {
            against.add("the refund is not the one we asked for");
        }
    }

    private static boolean isAboveLimit(Money amount) {
        return Math.absExact(amount.minor()) >= RepairPolicy.inMinor(AUTOMATIC_BELOW, amount);
    }
}
