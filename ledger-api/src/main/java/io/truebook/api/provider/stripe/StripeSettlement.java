package io.truebook.api.provider.stripe;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementFileInvalid;
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
 * <p>Source: Stripe "Report types" (read 2026-11); which ones, see {@link StripeReport}.
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

    /** Only of payouts themselves, which are of the day they leave the balance. */
    private static final String PAYOUT_ITSELF = "payout_id";

    private static final String EFFECTIVE = "effective_at_utc";

    private static final String FACING = "customer_facing_amount";
    private static final String FACING_CURRENCY = "customer_facing_currency";

    @Override
    public List<String> required() {
        return List.of(TRANSACTION, CURRENCY, GROSS, FEE, NET, CATEGORY);
    }

    /** By the columns: every row of a whole day may have been paid out, and the day prove none. */
    @Override
    public Sheet sheet(SettlementColumns columns) {
        if (columns.has(CREATED)) {
            return columns.isFirst(PAYOUT)
                    ? new Report(StripeReport.PAYOUT_CONTENTS, CREATED, "source_id")
                    : new Report(StripeReport.ACTIVITY, CREATED, "source_id");
        }
        if (columns.has(PAYOUT_ITSELF) && columns.has(EFFECTIVE)) {
            return new Report(StripeReport.PAYOUTS, EFFECTIVE, PAYOUT_ITSELF);
        }
        throw new SettlementFileInvalid(1, CREATED, "is missing");
    }

    /**
     * A reader for one of them.
     *
     * @param time the column of when a line moved the balance
     * @param source the column of the object it is about
     */
    private record Report(StripeReport report, String time, String source) implements Sheet {

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
                            cells.time(time).toInstant(ZoneOffset.UTC),
                            available == null ? null : available.toInstant(ZoneOffset.UTC),
                            gross,
                            fee,
                            net,
                            cells.optionalId(source),
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

        @Override
        public Ending ending() {
            return new Ending(report.code(), null);
        }
    }
}
