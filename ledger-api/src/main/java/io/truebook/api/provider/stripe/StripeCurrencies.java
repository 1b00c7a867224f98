package io.truebook.api.provider.stripe;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Decimals;
import io.truebook.ledger.money.Money;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How Stripe counts each currency, which is not always how ISO 4217 does.
 *
 * <p>MGA has no decimals there and two in the standard; ISK and UGX have two that must be 00 and
 * none in the standard; currencies with three must end in 0. Source: Stripe "Supported currencies"
 * (read 2026-11).
 */
final class StripeCurrencies {

    private static final Set<String> WITHOUT_DECIMALS =
            codes("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF");
    private static final Set<String> WITH_THREE_DECIMALS = codes("BHD JOD KWD OMR TND");
    private static final Set<String> WITH_TWO_DECIMALS =
            codes(
                    """
                    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD
                    CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD
                    GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR LRD
                    LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
                    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB
                    TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS WST XCD XCG YER ZAR ZMW
                    """);

    private StripeCurrencies() {}

    /** The smallest step Stripe can express, in our minor units; 0 when it takes no such money. */
    static long step(Currency currency) {
        var code = currency.code();
        if (WITH_THREE_DECIMALS.contains(code)) {
            return 10;
        }
        if (WITHOUT_DECIMALS.contains(code)) {
            return Decimals.powerOfTen(currency.exponent());
        }
        return WITH_TWO_DECIMALS.contains(code)
                ? Decimals.powerOfTen(Math.max(0, currency.exponent() - 2))
                : 0;
    }

    /**
     * Our amount as Stripe counts it.
     *
     * @throws ArithmeticException when Stripe cannot express it; such a charge was never accepted
     */
    static long amount(Money money) {
        var currency = money.currency();
        return Decimals.moved(money.minor(), exponent(currency) - currency.exponent());
    }

    /** An amount of Stripe's as ours; empty for a currency that one of us does not have. */
    static Optional<Money> money(long amount, String code) {
        return CurrencyTable.find(code.toUpperCase(Locale.ROOT))
                .filter(currency -> step(currency) > 0)
                .map(currency ->
                        new Money(
                                Decimals.moved(amount, currency.exponent() - exponent(currency)),
                                currency));
    }

    /** How many decimals an amount has there. */
    static int exponent(Currency currency) {
        if (WITHOUT_DECIMALS.contains(currency.code())) {
            return 0;
        }
        return WITH_THREE_DECIMALS.contains(currency.code()) ? 3 : 2;
    }

    private static Set<String> codes(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
