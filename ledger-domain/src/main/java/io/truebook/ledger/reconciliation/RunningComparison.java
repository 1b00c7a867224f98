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
 * of everything is {@link Comparison#of}.
 */
public final class RunningComparison {

    private final RollingForward figures;

    /** From the balances the period opened with, one per currency. */
    public RunningComparison(List<Money> openingLedger, List<Money> openingProvider) {
        figures = new RollingForward(openingLedger, openingProvider);
    }

    /** Judges one part; its findings go on in no particular order. */
    public void add(ComparisonInput part, Consumer<Finding> found) {
        part.movements().forEach(movement -> figures.add(part.period(), movement));
        part.rows().forEach(row -> figures.add(part.period(), row));
        for (var group : Matching.groupsOf(part)) {
            for (var finding : new Judgement(part, group).findings()) {
                figures.add(finding);
                found.accept(finding);
            }
        }
    }

    /**
     * The figures once everything was added.
     *
     * @throws IllegalStateException if they do not tie out, which is a fault of ours
     */
    public List<RollForward> close() {
        var closed = figures.close();
        closed.forEach(RollForward::requireExplained);
        return closed;
    }
}
