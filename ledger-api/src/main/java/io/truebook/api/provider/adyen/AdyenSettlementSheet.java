package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.adyen.AdyenSettlement.BATCH;
import static io.truebook.api.provider.adyen.AdyenSettlement.BOOKED;
import static io.truebook.api.provider.adyen.AdyenSettlement.BOOKED_ZONE;
import static io.truebook.api.provider.adyen.AdyenSettlement.COMMISSION;
import static io.truebook.api.provider.adyen.AdyenSettlement.CREATED;
import static io.truebook.api.provider.adyen.AdyenSettlement.DISPUTE;
import static io.truebook.api.provider.adyen.AdyenSettlement.GROSS_CREDIT;
import static io.truebook.api.provider.adyen.AdyenSettlement.GROSS_CURRENCY;
import static io.truebook.api.provider.adyen.AdyenSettlement.GROSS_DEBIT;
import static io.truebook.api.provider.adyen.AdyenSettlement.INTERCHANGE;
import static io.truebook.api.provider.adyen.AdyenSettlement.MARKUP;
import static io.truebook.api.provider.adyen.AdyenSettlement.MERCHANT;
import static io.truebook.api.provider.adyen.AdyenSettlement.MERCHANT_REFERENCE;
import static io.truebook.api.provider.adyen.AdyenSettlement.MODIFICATION;
import static io.truebook.api.provider.adyen.AdyenSettlement.MODIFICATION_MERCHANT_REFERENCE;
import static io.truebook.api.provider.adyen.AdyenSettlement.NET_CREDIT;
import static io.truebook.api.provider.adyen.AdyenSettlement.NET_CURRENCY;
import static io.truebook.api.provider.adyen.AdyenSettlement.NET_DEBIT;
import static io.truebook.api.provider.adyen.AdyenSettlement.PSP_REFERENCE;
import static io.truebook.api.provider.adyen.AdyenSettlement.RATE;
import static io.truebook.api.provider.adyen.AdyenSettlement.SCHEME_FEES;
import static io.truebook.api.provider.adyen.AdyenSettlement.TYPE;
import static io.truebook.api.provider.adyen.AdyenSettlement.ZONE;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import io.truebook.projection.reconciliation.SettlementLine;
import io.truebook.projection.reconciliation.SettlementLine.Conversion;
import io.truebook.projection.reconciliation.SettlementLine.FeeParts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One batch, row by row.
 *
 * <p>A row is known by batch, payment, modification, type and, where it was settled in another
 * currency than it was paid in, that currency; one about no payment (a payout, a monthly fee) by
 * its place among its kind in the batch. Net = gross less fees, checked where both are one
 * currency; in another, the gross is what net and fees make of it, and what the payer paid is kept
 * beside it. The batch's payout is named after the batch and its currency.
 */
final class AdyenSettlementSheet implements SettlementDialect.Sheet {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern RATE_FORM = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private static final int MOST_KINDS = 1_000;

    private final @Nullable String merchantAccount;
    private final Map<String, Long> withoutPayment = new HashMap<>();
    private @Nullable Long batch;

    AdyenSettlementSheet(@Nullable String merchantAccount) {
        this.merchantAccount = merchantAccount;
    }

    @Override
    public SettlementLine read(SettlementCells cells) {
        requireOurs(cells);
        long number = batch(cells);
        var type = cells.word(TYPE);
        var currency = currency(cells, NET_CURRENCY);
        var net = signed(cells, NET_CREDIT, NET_DEBIT, currency);
        var fees = fees(cells, currency);
        var fee = new Money(fees.sum(), currency);
        var gross = new Money(Math.addExact(net.minor(), fee.minor()), currency);
        var charged = charged(cells, currency, gross);
        var payment = cells.optionalId(PSP_REFERENCE);
        var modification = payment == null ? null : cells.optionalId(MODIFICATION);
        var payout = "batch-" + number + "-" + currency.code();
        var category = AdyenSettlementTypes.category(type);
        var kind = "batch-" + number + "/" + type + "/" + currency.code();
        if (withoutPayment.size() > MOST_KINDS) {
            throw cells.invalid(TYPE, "there are more than " + MOST_KINDS + " types");
        }
        var row =
                new SettlementRow(
                        payment == null
                                ? kind + "/" + withoutPayment.merge(kind, 1L, Long::sum)
                                : key(cells, number, payment, modification, type, currency),
                        category,
                        created(cells),
                        booked(cells),
                        gross,
                        fee,
                        net,
                        sourceOf(
                                category,
                                cells,
                                modification == null ? payment : modification,
                                currency,
                                payout),
                        payment,
                        payment,
                        payout,
                        ours(cells, MERCHANT_REFERENCE, "ch_"),
                        ours(cells, MODIFICATION_MERCHANT_REFERENCE, "re_"));
        return new SettlementLine(row, type.equals(category) ? null : type, charged, fees);
    }

    @Override
    public SettlementDialect.Ending ending() {
        if (batch == null) {
            throw new SettlementFileInvalid(2, BATCH, "is missing: no batch is without a row");
        }
        return new SettlementDialect.Ending("settlement_detail", batch);
    }

    private void requireOurs(SettlementCells cells) {
        var account = cells.text(MERCHANT);
        if (merchantAccount != null && !merchantAccount.equals(account)) {
            throw cells.invalid(MERCHANT, "is another account than this connection's");
        }
    }

    /** One file is one batch, so that a corrected file can take the place of the whole one. */
    private long batch(SettlementCells cells) {
        var text = cells.text(BATCH);
        if (!NUMBER.matcher(text).matches()) {
            throw cells.invalid(BATCH, "has to be the number of the batch");
        }
        long number = Long.parseLong(text);
        if (batch == null) {
            batch = number;
        } else if (batch != number) {
            throw cells.invalid(BATCH, "is another batch than that of the lines before");
        }
        return number;
    }

    private static String key(
            SettlementCells cells,
            long number,
            String payment,
            @Nullable String modification,
            String type,
            Currency settled) {
        var paid = cells.text(GROSS_CURRENCY);
        var key =
                String.join(
                        "/",
                        "batch-" + number,
                        payment,
                        modification == null ? "" : modification,
                        paid.isEmpty() || paid.equals(settled.code())
                                ? type
                                : type + "/" + settled.code());
        if (key.length() > 255) {
            throw cells.invalid(PSP_REFERENCE, "is too long");
        }
        return key;
    }

    /**
     * A payout is known by its batch; a dispute by its own reference, where the file has one; what
     * is carried over by its currency, for no batch says into which other one.
     */
    private static @Nullable String sourceOf(
            String category,
            SettlementCells cells,
            @Nullable String modification,
            Currency currency,
            String payout) {
        return switch (category) {
            case "payout" -> payout;
            case "balance_carried" -> "carried-over-" + currency.code();
            case "dispute", "dispute_reversal" -> {
                var dispute = cells.optionalId(DISPUTE);
                yield dispute == null ? modification : dispute;
            }
            default -> modification;
        };
    }

    /** Of an account that others use, too, most references are none of ours. */
    private static @Nullable String ours(SettlementCells cells, String column, String prefix) {
        return cells.text(column).startsWith(prefix) ? cells.optionalId(column) : null;
    }

    private static FeeParts fees(SettlementCells cells, Currency currency) {
        return new FeeParts(
                optional(cells, COMMISSION, currency).minor(),
                optional(cells, MARKUP, currency).minor(),
                optional(cells, SCHEME_FEES, currency).minor(),
                optional(cells, INTERCHANGE, currency).minor());
    }

    private static @Nullable Conversion charged(
            SettlementCells cells, Currency settled, Money gross) {
        if (cells.text(GROSS_CURRENCY).isEmpty()) {
            return null;
        }
        var currency = currency(cells, GROSS_CURRENCY);
        var paid = signed(cells, GROSS_CREDIT, GROSS_DEBIT, currency);
        if (!currency.equals(settled)) {
            return new Conversion(paid, rate(cells));
        }
        boolean given = !(cells.text(GROSS_CREDIT) + cells.text(GROSS_DEBIT)).isEmpty();
        if (given && !paid.equals(gross)) {
            throw cells.invalid(
                    NET_CREDIT,
                    "is not gross less commission, markup, scheme fees and interchange");
        }
        return null;
    }

    private static @Nullable BigDecimal rate(SettlementCells cells) {
        var text = cells.text(RATE);
        if (text.isEmpty()) {
            return null;
        }
        if (!RATE_FORM.matcher(text).matches()) {
            throw cells.invalid(RATE, "has to be a rate such as 1.0842");
        }
        return new BigDecimal(text);
    }

    /** What came in less what went out: either cell may be empty. */
    private static Money signed(
            SettlementCells cells, String credit, String debit, Currency currency) {
        return optional(cells, credit, currency).minus(optional(cells, debit, currency));
    }

    private static Money optional(SettlementCells cells, String column, Currency currency) {
        return cells.text(column).isEmpty()
                ? Money.zero(currency)
                : cells.amount(column, currency, AdyenCurrencies.exponent(currency));
    }

    private static Currency currency(SettlementCells cells, String column) {
        var currency = cells.currency(column);
        if (AdyenCurrencies.step(currency) == 0) {
            throw cells.invalid(column, "is no currency that Adyen settles in");
        }
        return currency;
    }

    private static Instant created(SettlementCells cells) {
        return AdyenTimeZone.at(cells.time(CREATED), cells.text(ZONE))
                .orElseThrow(() -> cells.invalid(ZONE, "is no time zone we know"));
    }

    /** Newer files say when the row was booked. */
    private static @Nullable Instant booked(SettlementCells cells) {
        var at = cells.optionalTime(BOOKED);
        if (at == null) {
            return null;
        }
        var name = cells.text(BOOKED_ZONE).isEmpty() ? cells.text(ZONE) : cells.text(BOOKED_ZONE);
        return AdyenTimeZone.at(at, name)
                .orElseThrow(() -> cells.invalid(BOOKED_ZONE, "is no time zone we know"));
    }
}
