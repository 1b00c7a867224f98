package io.truebook.api.provider.stripe;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import io.truebook.projection.reconciliation.SettlementLine;
import io.truebook.projection.reconciliation.SettlementLine.Conversion;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's itemized reports: one balance transaction a line, in UTC.
 *
 * <p>Source: Stripe "Report types", balance_change_from_activity.itemized.3 and
 * payout_reconciliation.itemized.5 (read 2026-11).
 */
final class StripeSettlement implements SettlementDialect {

    private static final String TRANSACTION = "balance_transaction_id";
    private static final String CREATED = "created_utc";
    private static final String CURRENCY = "currency";
    private static final String GROSS = "gross";
    private static final String FEE = "fee";
    private static final String NET = "net";
    private static final String CATEGORY = "reporting_category";
    private static final String PAYOUT = "automatic_payout_id";

    private static final String FACING = "customer_facing_amount";
    private static final String FACING_CURRENCY = "customer_facing_currency";

    /** Only in reports about payouts; those are also led by the payout's id. */
    private static final String TRACE = "trace_id";

    @Override
    public List<String> required() {
        return List.of(TRANSACTION, CREATED, CURRENCY, GROSS, FEE, NET, CATEGORY);
    }

    @Override
    public Sheet sheet(SettlementColumns columns) {
        return new Report(columns.has(TRACE) || columns.isFirst(PAYOUT));
    }

    private static final class Report implements Sheet {

        private final boolean aboutPayouts;

        Report(boolean aboutPayouts) {
            this.aboutPayouts = aboutPayouts;
        }

        @Override
        public SettlementLine read(SettlementCells cells) {
            var id = cells.id(TRANSACTION);
            var currency = cells.currency(CURRENCY);
            int decimals = StripeCurrencies.exponent(currency);
            var gross = cells.amount(GROSS, currency, decimals);
            var fee = cells.amount(FEE, currency, decimals);
            var net = cells.amount(NET, currency, decimals);
            if (net.minor() != Math.subtractExact(gross.minor(), fee.minor())) {
                throw cells.invalid(NET, "is not gross less fee");
            }
            var available = cells.optionalTime("available_on_utc");
            var row =
                    new SettlementRow(
                            id,
                            cells.word(CATEGORY),
                            cells.time(CREATED).toInstant(ZoneOffset.UTC),
                            available == null ? null : available.toInstant(ZoneOffset.UTC),
                            gross,
                            fee,
                            net,
                            cells.optionalId("source_id"),
                            cells.optionalId("charge_id"),
                            cells.optionalId("payment_intent_id"),
                            cells.optionalId(PAYOUT),
                            cells.optionalId("payment_metadata[truebook_operation]"),
                            cells.optionalId("refund_metadata[truebook_operation]"));
            return new SettlementLine(row, null, conversion(cells, gross), null);
        }

        /** What the payer saw, where that was another currency; it goes where the money went. */
        private static @Nullable Conversion conversion(SettlementCells cells, Money gross) {
            var currency = CurrencyTable.find(cells.text(FACING_CURRENCY)).orElse(null);
            if (currency == null
                    || currency.equals(gross.currency())
                    || cells.text(FACING).isEmpty()) {
                return null;
            }
            var seen = cells.amount(FACING, currency, StripeCurrencies.exponent(currency));
            boolean opposite = seen.isNegative() != gross.isNegative();
            return new Conversion(opposite ? seen.negated() : seen, null);
        }

        /**
         * By the columns: every row of a whole day may have been paid out, and the day prove none.
         */
        @Override
        public Ending ending() {
            return new Ending(
                    aboutPayouts ? "payout_reconciliation" : "balance_change_from_activity", null);
        }
    }
}
