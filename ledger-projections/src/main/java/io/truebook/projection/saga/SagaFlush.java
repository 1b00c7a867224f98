package io.truebook.projection.saga;

import io.truebook.projection.deadletter.ParkingPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what a batch has made of its sagas at its end, all at once; and where that fails finds out
 * by whose fault, so that only that payment's event is parked.
 *
 * <p>Only a handler that throws has its event parked, and the end of a batch belongs to no event.
 * So the batch is repeated, each saga kept by itself behind a savepoint; and again, when the events
 * of those that could not be kept throw in their handler.
 */
final class SagaFlush {

    private static final Logger log = LoggerFactory.getLogger(SagaFlush.class);

    private final SagaOrders orders;
    private final TransactionTemplate savepoint;
    private final Map<String, RuntimeException> unkeepable = new ConcurrentHashMap<>();
    private volatile boolean oneByOne;

    SagaFlush(DataSource dataSource, SagaOrders orders) {
        this.orders = orders;
        this.savepoint = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** Throws where the payment's saga could not be kept the last time. */
    void admit(String paymentId, UnitOfWork<?> unit) {
        var why = unkeepable.get(paymentId);
        if (why != null && !isDeadLetter(unit)) {
            // Parked once, whatever follows waits behind it.
            unit.root().afterCommit(_ -> unkeepable.remove(paymentId, why));
            throw new IllegalStateException("The saga of " + paymentId + " cannot be kept", why);
        }
    }

    /** Throws unless all of it is kept; then the batch is to be repeated. */
    void finish(SagaBatch batch, UnitOfWork<?> unit) {
        if (isDeadLetter(unit)) {
            batch.finish(orders, batch.touched());
        } else if (oneByOne) {
            finishEach(batch);
            oneByOne = false;
        } else {
            try {
                batch.finish(orders, batch.touched());
            } catch (RuntimeException failure) {
                oneByOne = true;
                throw failure;
            }
        }
    }

    private void finishEach(SagaBatch batch) {
        var failed = new HashMap<String, RuntimeException>();
        for (var payment : batch.touched()) {
            try {
                savepoint.executeWithoutResult(_ -> batch.finish(orders, Set.of(payment)));
            } catch (RuntimeException failure) {
                if (ParkingPolicy.isNobodysFault(failure)) {
                    throw failure;
                }
                failed.put(payment, failure);
            }
        }
        if (!failed.isEmpty()) {
            unkeepable.putAll(failed);
            log.warn("The sagas of {} cannot be kept; their events are parked", failed.keySet());
            throw failed.values().iterator().next();
        }
    }

    /** Whoever tries a letter again puts it back when anything fails. */
    static boolean isDeadLetter(UnitOfWork<?> unit) {
        return unit.getResource(DeadLetter.class.getName()) != null;
    }
}
