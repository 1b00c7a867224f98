package io.truebook.ledger.reconciliation;

import io.truebook.ledger.reconciliation.LedgerMovement.Kind;
import java.time.Duration;

/** What it is called that one side has and the other has not. */
final class OneSided {

    /** Stripe takes a payout off its balance on the day it arrives, some days after it was made. */
    private static final Duration PAYOUT_UNDER_WAY = Duration.ofDays(7);

    private final ComparisonInput input;
    private final Matching.Group group;

    OneSided(ComparisonInput input, Matching.Group group) {
        this.input = input;
        this.group = group;
    }

    /** Of a row that no movement books. */
    FindingCode unbooked(SettlementRow row) {
        var category = row.knownCategory();
        if (category.isEmpty()) {
            return FindingCode.UNKNOWN_ROW;
        }
        if (row.isCarriedOver()) {
            return isWithinItsTime(row) ? FindingCode.TIMING : FindingCode.MISSING_IN_LEDGER;
        }
        // Whoever owns the open operation will book it, and is not asked before its time.
        if (input.openOperations().contains(group.object())) {
            return isWithinItsTime(row) ? FindingCode.TIMING : FindingCode.STALE_UNKNOWN;
        }
        if (isWish(category.orElseThrow()) && input.endedOperations().contains(group.object())) {
            return FindingCode.STATUS_MISMATCH;
        }
        return isParentKnown()
                ? FindingCode.MISSING_IN_LEDGER
                : codeWithoutParent(category.orElseThrow());
    }

    private boolean isWithinItsTime(SettlementRow row) {
        return row.createdAt().plus(input.timingWindow()).isAfter(input.asOf());
    }

    /** Whether a row is about what we asked for, and not about what became of it. */
    private static boolean isWish(SettlementCategory category) {
        return category == SettlementCategory.CHARGE
                || category == SettlementCategory.PARTIAL_CAPTURE_REVERSAL
                || category == SettlementCategory.REFUND;
    }

    private boolean isParentKnown() {
        return group.paymentId() != null && input.knownPayments().contains(group.paymentId());
    }

    /** A refund or dispute cannot be booked where the charge is that it takes from. */
    private static FindingCode codeWithoutParent(SettlementCategory category) {
        return switch (category.line()) {
            case REFUNDS -> FindingCode.ORPHAN_REFUND;
            case DISPUTES, DISPUTE_REVERSALS -> FindingCode.ORPHAN_DISPUTE;
            case CHARGES, FEES, ADJUSTMENTS, PAYOUTS -> FindingCode.MISSING_IN_LEDGER;
        };
    }

    /** Of a movement that no row settles. */
    FindingCode unsettled(LedgerMovement movement) {
        var settled =
                movement.kind() == Kind.PAYOUT
                        ? movement.effectiveAt().plus(PAYOUT_UNDER_WAY)
                        : movement.effectiveAt();
        return settled.plus(input.timingWindow()).isAfter(input.asOf())
                ? FindingCode.TIMING
                : FindingCode.MISSING_AT_PROVIDER;
    }
}
