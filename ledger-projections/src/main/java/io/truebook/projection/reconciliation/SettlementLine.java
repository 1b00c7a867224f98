package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of a settlement file: the row that is compared, and what else of it is kept.
 *
 * @param type the file's own word for the row, where it is not its category
 * @param conversion null where it was settled in the currency it was paid in
 * @param fees null where the file gives the fee as one amount
 */
public record SettlementLine(
        SettlementRow row,
        @Nullable String type,
        @Nullable Conversion conversion,
        @Nullable FeeParts fees) {

    /** A line of which nothing is known beyond its row. */
    public static SettlementLine of(SettlementRow row) {
        return new SettlementLine(row, null, null, null);
    }

    /**
     * What the payer's side was, in another currency than the row's.
     *
     * @param charged signed as the row's gross
     * @param rate as the file states it; null where it states none
     */
    public record Conversion(Money charged, @Nullable BigDecimal rate) {}

    /**
     * What the fee is made of; each in minor units of the settlement currency, above zero where it
     * was taken.
     */
    public record FeeParts(long commission, long markup, long schemeFees, long interchange) {

        /** The whole fee. */
        public long sum() {
            return Math.addExact(
                    Math.addExact(commission, markup), Math.addExact(schemeFees, interchange));
        }
    }
}
