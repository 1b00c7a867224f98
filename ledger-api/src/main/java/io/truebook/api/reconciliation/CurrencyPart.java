package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.RollForward;
import io.truebook.projection.reconciliation.RunBefore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One currency of a roll-forward, in minor units; its closing difference is the open breaks, what
 * was dismissed, and what is within its time.
 *
 * @param broughtForward the part of it that was there when the period began, item by item
 * @param sincePrevious how the opening follows from the closing of the run before; null where there
 *     is none, or it reaches into the period
 */
record CurrencyPart(
        String currency,
        List<SidesLine> lines,
        long difference,
        long broughtForward,
        long breaks,
        long timing,
        long dismissed,
        @Nullable OpeningPart sincePrevious) {

    record SidesLine(String line, long ledger, long provider, long difference) {

        private static SidesLine of(String name, RollForward.Column column) {
            return new SidesLine(name, column.ledger(), column.provider(), column.difference());
        }
    }

    boolean followsFromTheRunBefore() {
        return sincePrevious == null || sincePrevious.unexplained().nothing();
    }

    /**
     * @param dismissed what of the open breaks people have dismissed
     */
    static CurrencyPart of(RollForward figures, long dismissed, @Nullable RunBefore before) {
        var lines = new ArrayList<SidesLine>();
        lines.add(SidesLine.of("opening", figures.opening()));
        figures.lines().forEach((line, column) -> lines.add(SidesLine.of(line.code(), column)));
        lines.add(SidesLine.of("closing", figures.closing()));
        return new CurrencyPart(
                figures.currency().code(),
                List.copyOf(lines),
                figures.closing().difference(),
                figures.broughtForward(),
                Math.subtractExact(figures.breaks(), dismissed),
                figures.timing(),
                dismissed,
                before == null ? null : OpeningPart.of(before.opening(figures)));
    }
}
