package io.truebook.projection.saga;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.reconciliation.Deadlines;
import io.truebook.ledger.reconciliation.ReconciliationSaga;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.jspecify.annotations.Nullable;

/**
 * Axon's sagas of payments, behind an ordinary event handler and on a store of ours.
 *
 * <p>Axon's own processor of sagas parks no event, can be set back to no earlier one, and reads and
 * writes each saga by itself. Behind a handler there are dead letters and resets as everywhere; the
 * store looks up what a batch needs at once, and writes what is still open at its end.
 */
public final class ReconciliationSagas {

    private static final String BATCH = SagaBatch.class.getName();

    private final SagaTable table;
    private final Witnesses witnesses;
    private final SagaFlush flush;
    private final Deadlines deadlines;
    private final AnnotatedSagaManager<ReconciliationSaga> manager;

    public ReconciliationSagas(DataSource dataSource, SagaOrders orders, Deadlines deadlines) {
        this.table = new SagaTable(dataSource);
        this.witnesses = new Witnesses(dataSource);
        this.flush = new SagaFlush(dataSource, orders);
        this.deadlines = deadlines;
        this.manager = SagasByPayment.of(new Store(), payment -> batch().desk(payment));
    }

    /** The events of a payment come in their order, on one thread: its saga needs no other lock. */
    @EventHandler
    void on(PaymentEvent event, EventMessage<?> message) throws Exception {
        flush.admit(event.paymentId(), CurrentUnitOfWork.get());
        manager.handle(message, Segment.ROOT_SEGMENT);
    }

    /** What was sent before has the same ids when it is sent again. */
    @ResetHandler
    void forget() {
        table.clear();
    }

    private SagaBatch batch() {
        var current = CurrentUnitOfWork.get();
        // A letter that is tried again is a batch of its own, within the unit of its queue.
        var unit = SagaFlush.isDeadLetter(current) ? current : current.root();
        return unit.getOrComputeResource(
                BATCH,
                _ -> {
                    var batch = new SagaBatch(payments(unit), table, witnesses, deadlines);
                    // When Axon's sagas of all messages have handed in what they have become,
                    // and before the transaction, which was there first, is committed.
                    unit.onCommit(_ -> flush.finish(batch, unit));
                    return batch;
                });
    }

    /** By the envelope: what is in an event that cannot be read concerns only its handler. */
    private static Set<String> payments(UnitOfWork<?> unit) {
        var ids = new LinkedHashSet<String>();
        List<? extends Message<?>> messages =
                unit instanceof BatchingUnitOfWork<?> batching
                        ? batching.getMessages()
                        : List.of(unit.getMessage());
        for (var message : messages) {
            if (message instanceof DomainEventMessage<?> event) {
                ids.add(event.getAggregateIdentifier());
            }
        }
        return ids;
    }

    /** A saga is known by its payment, and its rows are those of the payment's operations. */
    private final class Store implements SagaStore<ReconciliationSaga> {

        @Override
        public Set<String> findSagas(
                Class<? extends ReconciliationSaga> type, AssociationValue value) {
            return Set.of(value.getValue());
        }

        @Override
        @SuppressWarnings("unchecked") // There is one type of saga.
        public <S extends ReconciliationSaga> @Nullable Entry<S> loadSaga(
                Class<S> type, String paymentId) {
            return batch().kept(paymentId)
                    .map(saga -> new Kept<>((S) saga, paymentId))
                    .orElse(null);
        }

        @Override
        public void insertSaga(
                Class<? extends ReconciliationSaga> type,
                String paymentId,
                ReconciliationSaga saga,
                Set<AssociationValue> values) {
            batch().changed(paymentId, Optional.of(saga));
        }

        @Override
        public void updateSaga(
                Class<? extends ReconciliationSaga> type,
                String paymentId,
                ReconciliationSaga saga,
                AssociationValues values) {
            batch().changed(paymentId, Optional.of(saga));
        }

        @Override
        public void deleteSaga(
                Class<? extends ReconciliationSaga> type,
                String paymentId,
                Set<AssociationValue> values) {
            batch().changed(paymentId, Optional.empty());
        }
    }

    private record Kept<S>(S saga, String paymentId) implements SagaStore.Entry<S> {

        @Override
        public Set<AssociationValue> associationValues() {
            return Set.of(new AssociationValue(SagasByPayment.ASSOCIATION, paymentId));
        }
    }
}
