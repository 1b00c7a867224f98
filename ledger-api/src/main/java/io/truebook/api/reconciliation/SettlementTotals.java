package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rows of one file add up to.
 *
 * <p>Minor units, signed as they change the provider's balance. A report about payouts has every
 * payout as the sum of its rows; one about the balance shows payouts as rows of their own, if at
 * all.
 */
final class SettlementTotals {

    /** The sums of one currency. */
    record Total(String currency, long gross, long fee, long net) {}

    /** One payout and what reaches the bank. */
    record Payout(String id, String currency, long amount) {}

    private record PayoutKey(String id, String currency) implements Comparable<PayoutKey> {
        @Override
        public int compareTo(PayoutKey other) {
            int byId = id.compareTo(other.id);
            return byId != 0 ? byId : currency.compareTo(other.currency);
        }
    }

    /** Above any report's count of payouts; a file of payouts alone must not fill the memory. */
    private static final int MOST_PAYOUTS = 100_000;

    /** Minor units that move in one file, whichever way: reports add such sums up. */
    private static final long MOST_MOVED = 10_000_000_000_000_000L;

    private final Map<String, Total> totals = new TreeMap<>();
    private final Map<PayoutKey, Long> contained = new TreeMap<>();
    private final Map<PayoutKey, Long> paid = new TreeMap<>();
    private long rows;
    private long moved;

    void add(SettlementRow row, long line) {
        try {
            rows++;
            var currency = row.gross().currency().code();
            var before = totals.getOrDefault(currency, new Total(currency, 0, 0, 0));
            totals.put(
                    currency,
                    new Total(
                            currency,
                            Math.addExact(before.gross(), row.gross().minor()),
                            Math.addExact(before.fee(), row.fee().minor()),
                            Math.addExact(before.net(), row.net().minor())));
            addPayout(row);
            for (var amount : List.of(row.gross(), row.fee(), row.net())) {
                moved = Math.addExact(moved, Math.absExact(amount.minor()));
            }
        } catch (ArithmeticException overflow) {
            throw outOfRange(line);
        }
        if (moved > MOST_MOVED) {
            throw outOfRange(line);
        }
        if (contained.size() + paid.size() > MOST_PAYOUTS) {
            throw new SettlementFileInvalid(
                    line, "1", "the file is about more than " + MOST_PAYOUTS + " payouts");
        }
    }

    private static SettlementFileInvalid outOfRange(long line) {
        return new SettlementFileInvalid(line, "1", "the sum leaves the range of amounts");
    }

    private void addPayout(SettlementRow row) {
        if (row.isPayout()) {
            if (row.sourceId() != null) {
                // Money that leaves the provider's balance arrives at the bank.
                add(paid, row.sourceId(), Money.zero(row.net().currency()).minus(row.net()));
            }
        } else if (row.payoutId() != null) {
            add(contained, row.payoutId(), row.net());
        }
    }

    private static void add(Map<PayoutKey, Long> payouts, String payout, Money amount) {
        var key = new PayoutKey(payout, amount.currency().code());
        payouts.merge(key, amount.minor(), Math::addExact);
    }

    long rows() {
        return rows;
    }

    List<Total> totals() {
        return List.copyOf(totals.values());
    }

    /** A payout's own row says its amount; without one it is the sum of the rows it contains. */
    List<Payout> payouts() {
        var payouts = new TreeMap<>(contained);
        payouts.putAll(paid);
        return payouts.entrySet().stream()
                .map(entry ->
                        new Payout(
                                entry.getKey().id(), entry.getKey().currency(), entry.getValue()))
                .toList();
    }
}
