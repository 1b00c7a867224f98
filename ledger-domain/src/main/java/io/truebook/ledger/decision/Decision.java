package io.truebook.ledger.decision;

import java.util.List;

/**
 * The answer of a pure rule: the events that now hold, or the reason why nothing changes.
 *
 * <p>Accepted with no events means the wish is already true: a repeat changes nothing.
 *
 * @param <E> the event family of the aggregate that decides
 */
public sealed interface Decision<E> {

    /** The command holds; its events are to be appended together, in this order. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command is refused; nothing happens. */
    record Rejected<E>(Rejection reason, String detail) implements Decision<E> {}

    @SafeVarargs
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> accept(List<E> events) {
        return new Accepted<>(events);
    }

    static <E> Decision<E> reject(Rejection reason, String detail) {
        return new Rejected<>(reason, detail);
    }
}
