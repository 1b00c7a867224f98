package io.truebook.projection.saga;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.reconciliation.ReconciliationSaga;
import io.truebook.ledger.reconciliation.SagaDesk;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.function.Function;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.jspecify.annotations.Nullable;

/** Axon's manager of sagas where a payment has one, and its id is the payment's. */
final class SagasByPayment extends AnnotatedSagaManager<ReconciliationSaga> {

    static final String ASSOCIATION = "paymentId";

    private SagasByPayment(Builder<ReconciliationSaga> builder) {
        super(builder);
    }

    static SagasByPayment of(
            SagaStore<ReconciliationSaga> store, Function<String, SagaDesk> deskOfPayment) {
        var parameters =
                MultiParameterResolverFactory.ordered(
                        new DeskParameter(deskOfPayment),
                        ClasspathParameterResolverFactory.forClass(ReconciliationSaga.class));
        var repository =
                new ByPayment(
                        AnnotatedSagaRepository.<ReconciliationSaga>builder()
                                .sagaType(ReconciliationSaga.class)
                                .sagaStore(store)
                                .parameterResolverFactory(parameters)
                                .lockFactory(NullLockFactory.INSTANCE));
        return new SagasByPayment(
                AnnotatedSagaManager.<ReconciliationSaga>builder()
                        .sagaType(ReconciliationSaga.class)
                        .sagaFactory(ReconciliationSaga::new)
                        .sagaRepository(repository)
                        .parameterResolverFactory(parameters)
                        .listenerInvocationErrorHandler(PropagatingErrorHandler.INSTANCE));
    }

    @Override
    protected String createSagaIdentifier(Segment segment) {
        var event = (PaymentEvent) CurrentUnitOfWork.get().getMessage().getPayload();
        return event.paymentId();
    }

    /** Axon's looks through all sagas of the batch for each event. */
    private static final class ByPayment extends AnnotatedSagaRepository<ReconciliationSaga> {

        ByPayment(Builder<ReconciliationSaga> builder) {
            super(builder);
        }

        @Override
        public Set<String> find(AssociationValue value) {
            return Set.of(value.getValue());
        }
    }

    private record DeskParameter(Function<String, SagaDesk> desk)
            implements ParameterResolverFactory, ParameterResolver<SagaDesk> {

        @Override
        public @Nullable ParameterResolver<SagaDesk> createInstance(
                Executable executable, Parameter[] parameters, int index) {
            return parameters[index].getType() == SagaDesk.class ? this : null;
        }

        @Override
        public SagaDesk resolveParameterValue(Message<?> message) {
            return desk.apply(((PaymentEvent) message.getPayload()).paymentId());
        }

        @Override
        public boolean matches(Message<?> message) {
            return true;
        }
    }
}
