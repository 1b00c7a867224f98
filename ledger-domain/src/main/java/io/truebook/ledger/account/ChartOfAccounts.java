package io.truebook.ledger.account;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chart: every kind of account, its type and its limits, as one table of data.
 *
 * <p>{@code *} stands for one segment (a merchant or a provider connection). Floors and ceilings
 * bound {@code available} in minor units; null means none. A merchant's payable has no floor by
 * default: a chargeback may always be booked.
 */
public final class ChartOfAccounts {

    /**
     * One line of the chart.
     *
     * @param pattern the name, or one with a single {@code *}
     */
    public record Line(
            String pattern, AccountType type, @Nullable Long floor, @Nullable Long ceiling) {

        public Side normalSide() {
            return type.normalSide();
        }

        boolean matches(String name) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                return pattern.equals(name);
            }
            int afterStar = pattern.length() - star - 1;
            int end = name.length() - afterStar;
            return end > star
                    && name.regionMatches(0, pattern, 0, star)
                    && name.regionMatches(end, pattern, star + 1, afterStar)
                    && AccountName.isSegment(name.substring(star, end));
        }
    }

    private static final List<Line> LINES =
            List.of(
                    line("provider:*:clearing", AccountType.ASSET),
                    line("provider:*:reserve", AccountType.ASSET),
                    line("provider:*:in_transit", AccountType.ASSET),
                    line("provider:*:disputes", AccountType.ASSET),
                    line("provider:*:fees", AccountType.EXPENSE),
                    line("provider:*:refunds_pending", AccountType.LIABILITY),
                    line("merchant:*:payable", AccountType.LIABILITY),
                    line("merchant:*:payout_in_transit", AccountType.LIABILITY),
                    line("suspense:*", AccountType.LIABILITY),
                    line("platform:bank", AccountType.ASSET),
                    line("platform:losses", AccountType.EXPENSE),
                    line("platform:revenue", AccountType.INCOME),
                    line("platform:gains", AccountType.INCOME),
                    line("platform:fx_position", AccountType.ASSET),
                    line("platform:fx_result", AccountType.EXPENSE));

    private ChartOfAccounts() {}

    public static List<Line> lines() {
        return LINES;
    }

    /** The line an account name falls under. */
    public static Optional<Line> find(String name) {
        for (var line : LINES) {
            if (line.matches(name)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /**
     * The line of a name that must be in the chart.
     *
     * @throws IllegalArgumentException when the chart has no such account
     */
    static Line require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Not in the chart of accounts: " + name));
    }

    private static Line line(String pattern, AccountType type) {
        return new Line(pattern, type, null, null);
    }
}
