package io.truebook.ledger.reconciliation;

/**
 * An ordinary command of a saga, under a transaction id that follows from the operation and the
 * step: sending it again changes nothing, and no client can take the id first.
 *
 * @param transactionId {@code {operation}:{code}:{what happened}}
 */
public record SagaStep(String tenant, String transactionId, BreakCommand command) {

    /** Where the transaction ids of sagas come from. */
    public static final String ORIGIN = "sys:reconciliation";
}
