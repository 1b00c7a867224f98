package io.truebook.projection.store;

import io.truebook.ledger.reconciliation.BreakFacts;

/** A break of one operation as its last event has it; its standing says whether it is one still. */
public record FoundBreak(String breakId, BreakFacts facts) {

    /** Open, or resolved; as a run says of what it finds. */
    public String status() {
        return facts.stands() ? "open" : "resolved";
    }
}
