package io.truebook.ledger.reconciliation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a settlement row is for, and the line of the roll-forward it belongs to.
 *
 * <p>The provider adds categories without asking; one that is not here makes the row an
 * UNKNOWN_ROW, never a skipped one. Source: Stripe "Reporting categories" (read 2026-11).
 */
public enum SettlementCategory {
    CHARGE(RollForwardLine.CHARGES),
    /** The part of an authorization that a partial capture did not take: no refund. */
    PARTIAL_CAPTURE_REVERSAL(RollForwardLine.CHARGES),
    CHARGE_FAILURE(RollForwardLine.CHARGES),
    REFUND(RollForwardLine.REFUNDS),
    REFUND_FAILURE(RollForwardLine.REFUNDS),
    DISPUTE(RollForwardLine.DISPUTES),
    DISPUTE_REVERSAL(RollForwardLine.DISPUTE_REVERSALS),
    FEE(RollForwardLine.FEES),
    NETWORK_COST(RollForwardLine.FEES),
    TAX(RollForwardLine.FEES),
    PAYOUT(RollForwardLine.PAYOUTS),
    PAYOUT_REVERSAL(RollForwardLine.PAYOUTS),
    TRANSFER(RollForwardLine.ADJUSTMENTS),
    TRANSFER_REVERSAL(RollForwardLine.ADJUSTMENTS),
    TOPUP(RollForwardLine.ADJUSTMENTS),
    TOPUP_REVERSAL(RollForwardLine.ADJUSTMENTS),
    /** What one batch leaves, above or below nothing, goes into the next: two rows, no money. */
    BALANCE_CARRIED(RollForwardLine.ADJUSTMENTS),
    OTHER_ADJUSTMENT(RollForwardLine.ADJUSTMENTS),
    RISK_RESERVED_FUNDS(RollForwardLine.ADJUSTMENTS),
    CONNECT_RESERVED_FUNDS(RollForwardLine.ADJUSTMENTS),
    CONTRIBUTION(RollForwardLine.ADJUSTMENTS),
    PLATFORM_EARNING(RollForwardLine.ADJUSTMENTS),
    PLATFORM_EARNING_REFUND(RollForwardLine.ADJUSTMENTS),
    UNRECONCILED_CUSTOMER_FUNDS(RollForwardLine.ADJUSTMENTS);

    private static final Map<String, SettlementCategory> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toMap(SettlementCategory::code, Function.identity()));

    private final RollForwardLine line;

    SettlementCategory(RollForwardLine line) {
        this.line = line;
    }

    /** The category a file names, if the ledger knows it. */
    public static Optional<SettlementCategory> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** As settlement files write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    RollForwardLine line() {
        return line;
    }
}
