package io.truebook.ledger.provider;

/** The four things we ask a provider to do with a payment. */
public enum OperationKind {
    CHARGE,
    CAPTURE,
    VOID,
    REFUND
}
