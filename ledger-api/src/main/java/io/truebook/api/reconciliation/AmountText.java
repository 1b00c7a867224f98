package io.truebook.api.reconciliation;

import io.truebook.ledger.money.CurrencyTable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Minor units as people write them: as many decimals as the currency has, no more and no fewer. */
final class AmountText {

    private static final int DIGITS_TOGETHER = 3;

    private AmountText() {}

    /** For machines and spreadsheets: {@code -1234.50}. */
    static @Nullable String plain(@Nullable Long minor, @Nullable String currency) {
        return minor == null || currency == null
                ? null
                : BigDecimal.valueOf(minor, CurrencyTable.of(currency).exponent()).toPlainString();
    }

    /** For readers: {@code -1,234.50}. */
    static String grouped(long minor, String currency) {
        var text = String.valueOf(plain(minor, currency));
        int point = text.indexOf('.');
        var grouped = new StringBuilder(text);
        int first = text.startsWith("-") ? 1 : 0;
        int end = point < 0 ? text.length() : point;
        for (int at = end - DIGITS_TOGETHER; at > first; at -= DIGITS_TOGETHER) {
            grouped.insert(at, ',');
        }
        return grouped.toString();
    }
}
