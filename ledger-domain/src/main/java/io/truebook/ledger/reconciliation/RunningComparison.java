package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A comparison that is fed in parts and keeps sums only, so that its memory does not grow with the
 * period.
 *
 * <p>A part holds everything about the payments in it, on both sides; its opening balances are not
 * looked at. Whatever the parts, together they give the findings and figures of the whole: a part
 * of everything is {@link Comparison#of}. What repairs have booked comes in the first parts.
 */
public final class RunningComparison {

    private final RollingForward figures;
    private final RateCard rates;
    private final RepairEntries repairs = new RepairEntries();

    /** From the balances the books opened the period with, one per currency. */
    public RunningComparison(List<Money> openingLedger, RateCard rates) {
        this.rates = rates;
        figures = new RollingForward(openingLedger);
    }

    /** Judges one part; its findings go on in no particular order. */
    public void add(ComparisonInput part, Consumer<Finding> found) {
        var lines = linesOfConversions(part);
        for (var movement : part.movements()) {
            var line = lines.getOrDefault(movement.position(), movement.kind().line());
            figures.add(part.period(), movement, line);
            repairs.add(part, movement);
        }
        part.rows().forEach(row -> figures.add(part.period(), row));
        for (var group : Matching.groupsOf(part)) {
            var judgement = new Judgement(part, group, rates);
            for (var finding : judgement.findings()) {
                add(repairs.settle(finding), found);
            }
            judgement.unlisted().forEach(repairs::settled);
        }
    }

    /** What was converted is shown where the rows show it: by the event that converted it. */
    private static Map<Long, RollForwardLine> linesOfConversions(ComparisonInput part) {
        if (part.movements().stream().noneMatch(RunningComparison::isConversion)) {
            return Map.of();
        }
        Map<String, RollForwardLine> ofRow = new HashMap<>();
        part.rows().forEach(row -> ofRow.put(row.balanceTransactionId(), row.line()));
        Map<Long, RollForwardLine> lines = new HashMap<>();
        for (var movement : part.movements()) {
            var line = ofRow.get(movement.item());
            if (isConversion(movement) && line != null) {
                lines.put(movement.position(), line);
            }
        }
        return lines;
    }

    private static boolean isConversion(LedgerMovement movement) {
        return movement.kind() == LedgerMovement.Kind.CONVERSION;
    }

    private void add(Finding finding, Consumer<Finding> found) {
        figures.add(finding);
        found.accept(finding);
    }

    /**
     * The figures once everything was added.
     *
     * @param found told of repairs whose break is no longer there
     * @throws IllegalStateException if they do not tie out, which is a fault of ours
     */
    public List<RollForward> close(Consumer<Finding> found) {
        repairs.left().forEach(finding -> add(finding, found));
        var closed = figures.close();
        closed.forEach(RollForward::requireExplained);
        return closed;
    }
}
