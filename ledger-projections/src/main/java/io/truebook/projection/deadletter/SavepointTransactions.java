package io.truebook.projection.deadletter;

import java.util.function.Supplier;
import org.axonframework.common.transaction.Transaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * A transaction when there is none, and a savepoint within the one there is: what fails inside can
 * be undone and written down outside.
 *
 * <p>Axon's own manager for Spring leaves an inner transaction alone when it is rolled back; on
 * PostgreSQL nothing can be written after that.
 */
public final class SavepointTransactions {

    private static final TransactionDefinition NESTED =
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED);

    private final Supplier<PlatformTransactionManager> transactions;

    public SavepointTransactions(Supplier<PlatformTransactionManager> transactions) {
        this.transactions = transactions;
    }

    /** What Axon calls a transaction manager. */
    public Transaction startTransaction() {
        var manager = transactions.get();
        var status = manager.getTransaction(NESTED);
        return new Transaction() {
            @Override
            public void commit() {
                if (!status.isCompleted()) {
                    manager.commit(status);
                }
            }

            @Override
            public void rollback() {
                if (!status.isCompleted()) {
                    manager.rollback(status);
                }
            }
        };
    }
}
