package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.RollForward;
import io.truebook.ledger.reconciliation.RollForward.Column;
import java.util.Map;

/**
 * What the run before closed with, and what has become known since of the days before this period.
 *
 * <p>Amounts: minor units by currency, signed as they change the provider account's balance; a
 * currency that is not there had nothing.
 *
 * @param closed what that run has kept as its closing
 * @param booked what the books say stood there, by what was journalled when it was made
 * @param settledSince rows that have come since, less those that they replace or leave out
 */
public record RunBefore(
        Map<String, Column> closed, Map<String, Long> booked, Map<String, Long> settledSince) {

    public RunBefore {
        closed = Map.copyOf(closed);
        booked = Map.copyOf(booked);
        settledSince = Map.copyOf(settledSince);
    }

    /**
     * From its closing to an opening: closing + since + unexplained = opening, on both sides.
     *
     * @param since booked and settled of days before the period, and known only since
     * @param unexplained zero, but for what runs do not look at any more, or had not begun to
     */
    public record Opening(Column closed, Column since, Column unexplained) {}

    /** In the currency of the figures. */
    public Opening opening(RollForward figures) {
        var currency = figures.currency().code();
        var opening = figures.opening();
        var before = closed.getOrDefault(currency, new Column(0, 0));
        long stood = booked.getOrDefault(currency, 0L);
        long settled = settledSince.getOrDefault(currency, 0L);
        return new Opening(
                before,
                new Column(Math.subtractExact(opening.ledger(), stood), settled),
                new Column(
                        Math.subtractExact(stood, before.ledger()),
                        Math.subtractExact(
                                Math.subtractExact(opening.provider(), before.provider()),
                                settled)));
    }
}
