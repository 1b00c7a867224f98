package io.truebook.api.simulator;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/**
 * Which currencies the provider takes and how it counts them. Its minor units are not ISO's: MGA
 * has no decimals here, ISK and UGX are sent with two that must be 00, three-decimal currencies
 * must end in 0. Amounts have eight digits at most. Source: Stripe "Supported currencies" (read
 * 2026-11).
 */
final class Amounts {
    static final long LARGEST = 99_999_999;

    private static final Set<String> WITHOUT_DECIMALS =
            Set.of(
                    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd",
                    "vuv", "xaf", "xof", "xpf");
    private static final Set<String> WITH_THREE_DECIMALS =
            Set.of("bhd", "jod", "kwd", "omr", "tnd");
    private static final Set<String> WHOLE_UNITS_ONLY = Set.of("isk", "ugx");
    private static final Set<String> CURRENCIES =
            Set.of(
                    """
                    aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif
                    bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve
                    czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq
                    gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf
                    krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop
                    mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk
                    php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle
                    sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu
                    uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw\
                    """
                            .split("\\s+"));

    private Amounts() {}

    static String currency(Form form) {
        String currency = form.required("currency").toLowerCase(Locale.ROOT);
        if (!CURRENCIES.contains(currency)) {
            throw StripeError.invalid(null, "currency", "Invalid currency: " + currency);
        }
        return currency;
    }

    /** The smallest amount of the currency that is not below this one. */
    static long atLeast(long amount, String currency) {
        long step = WHOLE_UNITS_ONLY.contains(currency) ? 100 : 1;
        return Math.multiplyExact(Math.ceilDiv(amount, step), step);
    }

    /** An amount the provider can charge in this currency, or its refusal. */
    static long amount(Form form, String name, String currency) {
        form.required(name);
        Long amount = form.integer(name);
        if (amount == null || amount < 1) {
            throw StripeError.invalid(
                    "parameter_invalid_integer",
                    name,
                    "This value must be greater than or equal to 1.");
        }
        if (amount > LARGEST) {
            throw StripeError.invalid(
                    "amount_too_large",
                    name,
                    "Amount must be no more than 99999999 in the smallest unit.");
        }
        if ((WHOLE_UNITS_ONLY.contains(currency) && amount % 100 != 0)
                || (WITH_THREE_DECIMALS.contains(currency) && amount % 10 != 0)) {
            throw StripeError.invalid(
                    "parameter_invalid_integer",
                    name,
                    "Invalid amount for " + currency + ": the last digits must be 0.");
        }
        return amount;
    }

    /** By the code in capitals. */
    static boolean known(String currency) {
        return CURRENCIES.contains(currency.toLowerCase(Locale.ROOT))
                && currency.equals(currency.toUpperCase(Locale.ROOT));
    }

    static int exponent(String currency) {
        if (WITHOUT_DECIMALS.contains(currency)) {
            return 0;
        }
        return WITH_THREE_DECIMALS.contains(currency) ? 3 : 2;
    }

    /** Major units with the currency's decimals, as reports print them. */
    static String major(long minor, String currency) {
        return BigDecimal.valueOf(minor, exponent(currency)).toPlainString();
    }
}
