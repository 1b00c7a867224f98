package io.truebook.api.reconciliation;

import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.reconciliation.RateCard;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the contracts with providers say of their fees, by connection and the currency of the
 * settlement: {@code truebook.rate-cards.stripe.eur.basis-points}, {@code .fixed-minor}.
 *
 * @param rateCards empty: no fee is held against a contract
 */
@ConfigurationProperties("truebook")
public record RateCards(@DefaultValue Map<String, Map<String, Terms>> rateCards) {

    public static final RateCards NONE = new RateCards(Map.of());

    /** As they are written down. */
    public record Terms(@DefaultValue("0") long basisPoints, @DefaultValue("0") long fixedMinor) {}

    /** What is wrong with them is told when the application starts, not when a run is made. */
    public RateCards {
        rateCards = Map.copyOf(rateCards);
        rateCards.values().forEach(RateCards::card);
    }

    RateCard of(String connection) {
        return card(rateCards.getOrDefault(connection, Map.of()));
    }

    private static RateCard card(Map<String, Terms> terms) {
        var rates = new HashMap<String, RateCard.Rate>();
        terms.forEach((currency, of) ->
                rates.put(known(currency), new RateCard.Rate(of.basisPoints(), of.fixedMinor())));
        return new RateCard(rates);
    }

    private static String known(String currency) {
        return CurrencyTable.find(currency)
                .orElseThrow(() ->
                        new IllegalArgumentException("Unknown currency in rate-cards: " + currency))
                .code();
    }
}
