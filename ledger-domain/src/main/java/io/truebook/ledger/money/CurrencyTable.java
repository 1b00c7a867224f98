package io.truebook.ledger.money;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The currencies the ledger books, with the exponents of ISO 4217.
 *
 * <p>Committed data on purpose: the JDK's table changes with the JDK, and the exponent of a booked
 * amount must not. Source: ISO 4217 list one (read 2026-11); funds codes and metals left out.
 */
public final class CurrencyTable {

    private static final Map<String, Currency> CURRENCIES = new HashMap<>();

    static {
        add(
                0,
                """
                BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF
                """);
        add(
                2,
                """
                AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP
                BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD
                FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS
                KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
                MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
                RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
                TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG
                """);
        add(
                3,
                """
                BHD IQD JOD KWD LYD OMR TND
                """);
    }

    private CurrencyTable() {}

    /**
     * The currency of an upper-case code.
     *
     * @throws IllegalArgumentException when the table has no such code
     */
    public static Currency of(String code) {
        var currency = CURRENCIES.get(code);
        if (currency == null) {
            throw new IllegalArgumentException("Unknown currency " + code);
        }
        return currency;
    }

    /** The currency a client named, in either case. */
    public static Optional<Currency> find(String code) {
        return Optional.ofNullable(CURRENCIES.get(code.toUpperCase(Locale.ROOT)));
    }

    private static void add(int exponent, String codes) {
        for (var code : codes.strip().split("\\s+")) {
            CURRENCIES.put(code, new Currency(code, exponent));
        }
    }
}
