package io.truebook.ledger.reconciliation;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.OpenAmount;
import java.util.List;

/** What of a break has to wait in suspense: what it has parked and neither given up nor back. */
public final class BreakItems {

    private BreakItems() {}

    /** The item that does not net to zero now, if there is one. */
    public static List<OpenAmount> of(String breakId, Break now) {
        if (now.facts() == null || now.parked() == null) {
            return List.of();
        }
        var left = now.writtenOff() == null ? now.parked() : now.parked().minus(now.writtenOff());
        return left.isZero()
                ? List.of()
                : List.of(
                        new OpenAmount(
                                AccountName.suspense(now.facts().connection()),
                                false,
                                breakId,
                                left));
    }
}
