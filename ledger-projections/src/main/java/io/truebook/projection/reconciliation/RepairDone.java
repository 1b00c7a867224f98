package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.RepairKind;
import java.time.Instant;
import java.util.List;

/**
 * A repair that was carried out.
 *
 * @param amount of the break when it was proposed, provider less ledger
 * @param approvedBy the rule itself, where {@code automatic}
 * @param written its events, in the order of the journal
 */
public record RepairDone(
        String breakId,
        String code,
        String object,
        int attempt,
        RepairKind kind,
        Money amount,
        String proposedBy,
        String approvedBy,
        boolean automatic,
        Instant appliedAt,
        List<Written> written) {

    public RepairDone {
        written = List.copyOf(written);
    }

    /** An event a repair wrote. */
    public record Written(long position, String event) {}
}
