package io.truebook.projection.saga;

import io.truebook.ledger.reconciliation.SagaStep;
import java.util.List;

/** Sends what sagas have decided on. */
@FunctionalInterface
public interface SagaOrders {

    /**
     * Returns when all of it is durable, or was before; throws where any of it is not, and then all
     * of it is sent again.
     */
    void carryOut(List<SagaStep> steps);
}
