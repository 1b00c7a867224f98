package io.truebook.api.restore;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.TransactionKey;

/**
 * Keeps new transactions out while the ledger catches up, and those of the lost time for ever.
 *
 * <p>Where nothing was ever restored it asks the database nothing.
 */
public final class RestoreGuard {

    private final CatchUps catchUps;
    private final LostOperations lost;
    private volatile boolean catchingUp;
    private volatile boolean anyLost;

    public RestoreGuard(CatchUps catchUps, LostOperations lost) {
        this.catchUps = catchUps;
        this.lost = lost;
        refresh();
    }

    /** Looks how things stand; what was lost is known before anything new is let in. */
    void refresh() {
        boolean underWay = catchUps.isUnderWay();
        anyLost = anyLost || lost.isAny();
        catchingUp = underWay;
    }

    public boolean isCatchingUp() {
        return catchingUp;
    }

    /** Whether it lets everything pass, because nothing was ever restored. */
    public boolean isOpen() {
        return !catchingUp && !anyLost;
    }

    /**
     * Lets a transaction pass that the register does not know.
     *
     * <p>Refuses, first match wins: CATCHING_UP, TRANSACTION_BEFORE_RESTORE.
     */
    public void admit(TransactionKey key) {
        if (catchingUp) {
            throw new CommandRejected(
                    Rejection.CATCHING_UP, "The provider is asked for what was lost; try again");
        }
        if (anyLost) {
            lost.objectOf(key)
                    .ifPresent(object -> {
                        throw new CommandRejected(
                                Rejection.TRANSACTION_BEFORE_RESTORE,
                                "It reached the provider, as " + object);
                    });
        }
    }
}
