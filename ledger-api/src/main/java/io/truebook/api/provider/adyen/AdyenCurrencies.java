package io.truebook.api.provider.adyen;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Decimals;
import io.truebook.ledger.money.Money;
import java.util.Optional;
import java.util.Set;

/**
 * How Adyen counts each currency, which is not always how ISO 4217 does.
 *
 * <p>CLP and ISK have two decimals there and none in the standard; CVE and IDR have none there and
 * two in the standard. Source: Adyen "Currency codes and minor units" (read 2026-11).
 */
final class AdyenCurrencies {

    private static final Set<String> WITHOUT_DECIMALS =
            codes("CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF");
    private static final Set<String> WITH_THREE_DECIMALS = codes("BHD IQD JOD KWD LYD OMR TND");
    private static final Set<String> WITH_TWO_DECIMALS =
            codes(
                    """
                    AED ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD
                    CHF CLP CNY COP CRC CUP CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD
                    GTQ GYD HKD HNL HTG HUF ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR LRD MAD
                    MDL MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN
                    PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SOS SRD STN SVC SZL THB
                    TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW
                    """);

    private AdyenCurrencies() {}

    /** The smallest step Adyen can express, in our minor units; 0 when it takes no such money. */
    static long step(Currency currency) {
        return isTaken(currency)
                ? Decimals.powerOfTen(Math.max(0, currency.exponent() - exponent(currency)))
                : 0;
    }

    /**
     * Our amount as Adyen counts it.
     *
     * @throws ArithmeticException when Adyen cannot express it; such a charge was never accepted
     */
    static long value(Money money) {
        var currency = money.currency();
        return Decimals.moved(money.minor(), exponent(currency) - currency.exponent());
    }

    /** An amount of Adyen's as ours; empty for a currency that one of us does not have. */
    static Optional<Money> money(long value, String code) {
        return CurrencyTable.find(code)
                .filter(AdyenCurrencies::isTaken)
                .map(currency ->
                        new Money(
                                Decimals.moved(value, currency.exponent() - exponent(currency)),
                                currency));
    }

    private static boolean isTaken(Currency currency) {
        var code = currency.code();
        return WITH_TWO_DECIMALS.contains(code)
                || WITHOUT_DECIMALS.contains(code)
                || WITH_THREE_DECIMALS.contains(code);
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
