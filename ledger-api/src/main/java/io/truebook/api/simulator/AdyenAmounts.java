package io.truebook.api.simulator;

import java.math.BigDecimal;
import java.util.Set;

/**
 * How Adyen counts money in its reports, which is not as Stripe does.
 *
 * <p>CVE and IDR have no decimals, ISK and CLP two, seven currencies three. Source: Adyen "Currency
 * codes and minor units" (read 2026-11).
 */
final class AdyenAmounts {
    private static final Set<String> WITHOUT_DECIMALS =
            Set.of(
                    "CVE", "DJF", "GNF", "IDR", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
                    "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> WITH_THREE_DECIMALS =
            Set.of("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND");

    private AdyenAmounts() {}

    static int exponent(String currency) {
        if (WITHOUT_DECIMALS.contains(currency)) {
            return 0;
        }
        return WITH_THREE_DECIMALS.contains(currency) ? 3 : 2;
    }

    /** Major units with the currency's decimals. */
    static String major(long minor, String currency) {
        return BigDecimal.valueOf(minor, exponent(currency)).toPlainString();
    }
}
