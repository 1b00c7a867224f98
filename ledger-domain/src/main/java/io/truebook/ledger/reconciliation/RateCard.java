package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the contract with a provider says its fee for a charge is, by the currency it is settled in.
 *
 * <p>It books nothing: the provider's fee is booked as it is, and what differs from the contract is
 * for a person to claim.
 */
public record RateCard(Map<String, Rate> rates) {

    /** Nothing is agreed that could be checked. */
    public static final RateCard NONE = new RateCard(Map.of());

    /** A fee may differ by so many of a hundred, or one minor unit: prices of schemes are many. */
    private static final long BAND = 2;

    private static final long WHOLE = 10_000;

    /**
     * A part of the amount, and something besides.
     *
     * @param basisPoints of the amount: 140 are 1.4 %
     * @param fixedMinor minor units of the settlement's currency
     */
    public record Rate(long basisPoints, long fixedMinor) {
        public Rate {
            if (basisPoints < 0 || basisPoints > WHOLE || fixedMinor < 0 || fixedMinor > WHOLE) {
                throw new IllegalArgumentException(
                        "No rate of a fee: %d basis points and %d"
                                .formatted(basisPoints, fixedMinor));
            }
        }

        /** Half a minor unit is rounded up. */
        Money feeOf(Money gross) {
            long share =
                    Math.addExact(Math.multiplyExact(gross.minor(), basisPoints), WHOLE / 2)
                            / WHOLE;
            return new Money(Math.addExact(share, fixedMinor), gross.currency());
        }
    }

    public RateCard {
        rates = java.util.Collections.unmodifiableMap(new TreeMap<>(rates));
    }

    /** What is wrong with the fee of a charge, in words; empty where it is as agreed. */
    Optional<String> objection(SettlementRow row) {
        var rate = rates.get(row.fee().currency().code());
        if (rate == null
                || !row.gross().isPositive()
                || !row.category().equals(SettlementCategory.CHARGE.code())) {
            return Optional.empty();
        }
        var expected = rate.feeOf(row.gross());
        return isWithin(row.fee().minor(), expected.minor())
                ? Optional.empty()
                : Optional.of(
                        "Charged %s, expected %s: %d basis points of %s and %d."
                                .formatted(
                                        row.fee(),
                                        expected,
                                        rate.basisPoints(),
                                        row.gross(),
                                        rate.fixedMinor()));
    }

    private static boolean isWithin(long charged, long expected) {
        long difference = Math.absExact(Math.subtractExact(charged, expected));
        return difference <= 1 || difference <= Math.multiplyExact(expected, BAND) / 100;
    }

    /** The same for the same contract: it is part of what makes a run what it is. */
    public String text() {
        return rates.isEmpty() ? "" : "rates " + rates;
    }
}
