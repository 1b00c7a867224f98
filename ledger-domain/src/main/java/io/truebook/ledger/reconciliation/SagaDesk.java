package io.truebook.ledger.reconciliation;

import java.util.List;

/**
 * What a saga may know and do beside its events. All of it belongs to the transaction that moves
 * the saga on: it happens with it, or may happen again.
 */
public interface SagaDesk {

    /** Whose an operation is, and at which provider account. */
    record Account(String tenant, String connection) {}

    /** Of an operation that some event of the journal has asked for. */
    Account accountOf(String operationId);

    /** What others than the one who answered say of an operation of this payment by now. */
    List<Testimony> testimonies(String paymentId, String operationId);

    /** Has it done before the saga's state is kept; done again it changes nothing. */
    void carryOut(List<SagaStep> steps);

    Deadlines deadlines();
}
