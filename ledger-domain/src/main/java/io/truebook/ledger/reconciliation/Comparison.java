package io.truebook.ledger.reconciliation;

import io.truebook.ledger.reconciliation.FindingCode.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What came out of comparing a period of the ledger with what the provider settled in it.
 *
 * <p>A function of its input alone: the same input gives the same findings in the same order.
 * Invariant, checked on construction: per currency, provider less ledger at the close is the open
 * breaks plus what is within its time, carried ones included.
 */
public record Comparison(List<Finding> findings, List<RollForward> rollForwards) {

    /**
     * Raised whenever a rule changes what the same input gives; it is part of a run's identity. 2:
     * a refund or dispute whose charge nobody knows is an orphan, no longer MISSING_IN_LEDGER. 3:
     * what earlier periods left unresolved is judged again. 4: payouts that do not add up and
     * batches that are lacking are findings. 5: disputes that are given back have a line of their
     * own. 6: what was converted is compared in the settlement's currency, what is held back is
     * booked, and fees are held against a contract. 7: rows of operations that stay unanswered or
     * ended otherwise are breaks, and so are second charges both sides have. 8: payouts are proved
     * by files that come after their day, and what a corrected batch leaves out is judged again. 9:
     * what agrees by a repair alone confirms nothing, and repairs moved by a close are taken up.
     * 10: fees of the account are booked, and payouts have a week more.
     */
    public static final int RULE_VERSION = 10;

    /** How findings are listed. {@code FindingItems} says the same in SQL. */
    public static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::occurredAt)
                    .thenComparing(Finding::object)
                    .thenComparing(Finding::leg)
                    .thenComparing(Finding::code)
                    .thenComparing(Finding::id);

    public Comparison {
        findings = List.copyOf(findings);
        rollForwards = List.copyOf(rollForwards);
        for (var rollForward : rollForwards) {
            rollForward.requireExplained();
        }
    }

    public static Comparison of(ComparisonInput input) {
        return of(input, RateCard.NONE);
    }

    /** The same, with fees held against a contract. */
    public static Comparison of(ComparisonInput input, RateCard rates) {
        var findings = new ArrayList<Finding>();
        var running = new RunningComparison(input.openingLedger(), rates);
        running.add(input, findings::add);
        var rollForwards = running.close(findings::add);
        findings.sort(ORDER);
        return new Comparison(findings, rollForwards);
    }

    public List<Finding> breaks() {
        return with(Status.OPEN);
    }

    public List<Finding> timing() {
        return with(Status.TIMING);
    }

    public List<Finding> matched() {
        return with(Status.MATCHED);
    }

    private List<Finding> with(Status status) {
        return findings.stream().filter(finding -> finding.status() == status).toList();
    }
}
