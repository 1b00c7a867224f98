package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.util.List;
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
    private final RepairEntries repairs = new RepairEntries();

    /** From the balances the books opened the period with, one per currency. */
    public RunningComparison(List<Money> openingLedger) {
        figures = new RollingForward(openingLedger);
    }

    /** Judges one part; its findings go on in no particular order. */
    public void add(ComparisonInput part, Consumer<Finding> found) {
        for (var movement : part.movements()) {
            figures.add(part.period(), movement);
            repairs.add(part, movement);
        }
        part.rows().forEach(row -> figures.add(part.period(), row));
        for (var group : Matching.groupsOf(part)) {
            var judgement = new Judgement(part, group);
            for (var finding : judgement.findings()) {
                add(repairs.settle(finding), found);
            }
            judgement.unlisted().forEach(repairs::settled);
        }
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
