package io.truebook.projection.deadletter;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.HandlerEnhancerDefinition;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.messaging.annotation.WrappedMessageHandlingMember;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.jspecify.annotations.Nullable;

/**
 * Handles events so that one that fails can be parked: nothing of what it wrote stays, and the
 * transaction around it lives on.
 *
 * <p>That takes a savepoint, and savepoints in every batch would slow down the whole server. So
 * events are handled without until one fails; its batch is then repeated with a savepoint for each,
 * which also gives every event a second chance before it is parked.
 */
public final class CarefulHandling implements HandlerEnhancerDefinition {

    /** More than a batch, so that the repetition reaches what failed. */
    private static final int CAREFUL_EVENTS = 2_500;

    private final SavepointTransactions savepoints;
    private final ConcurrentHashMap<Class<?>, AtomicInteger> careful = new ConcurrentHashMap<>();

    public CarefulHandling(SavepointTransactions savepoints) {
        this.savepoints = savepoints;
    }

    /** The batch is to be repeated: it failed while nobody expected it to. */
    static final class RepeatBatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RepeatBatch(Exception cause) {
            super(cause);
        }
    }

    @SuppressWarnings("deprecation") // What replaces it wants to know what the annotations hold.
    @Override
    public <T> MessageHandlingMember<T> wrapHandler(MessageHandlingMember<T> original) {
        return original.hasAnnotation(EventHandler.class)
                        && !original.hasAnnotation(EventSourcingHandler.class)
                        && !original.hasAnnotation(SagaEventHandler.class)
                ? new Careful<>(original)
                : original;
    }

    private final class Careful<T> extends WrappedMessageHandlingMember<T> {

        private final AtomicInteger left;

        Careful(MessageHandlingMember<T> original) {
            super(original);
            left = careful.computeIfAbsent(original.declaringClass(), _ -> new AtomicInteger());
        }

        @Override
        public @Nullable Object handle(Message<?> message, @Nullable T target) throws Exception {
            if (isDeadLetter()) {
                return super.handle(message, target); // Its processing has a savepoint around it.
            }
            if (left.get() > 0) {
                left.decrementAndGet();
                return handleInSavepoint(message, target);
            }
            try {
                return super.handle(message, target);
            } catch (Exception failure) {
                left.set(CAREFUL_EVENTS);
                throw new RepeatBatch(failure);
            }
        }

        private @Nullable Object handleInSavepoint(Message<?> message, @Nullable T target)
                throws Exception {
            var savepoint = savepoints.startTransaction();
            Object result;
            try {
                result = super.handle(message, target);
            } catch (Exception | Error failure) {
                left.set(CAREFUL_EVENTS);
                savepoint.rollback();
                throw failure;
            }
            savepoint.commit();
            return result;
        }

        private static boolean isDeadLetter() {
            return CurrentUnitOfWork.map(unit -> unit.getResource(DeadLetter.class.getName()))
                    .isPresent();
        }
    }
}
