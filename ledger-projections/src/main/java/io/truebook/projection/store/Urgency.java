package io.truebook.projection.store;

/**
 * How much the ledger needs an append when it cannot take all: what settles the past goes before
 * what begins something new.
 */
enum Urgency {
    /** The system's own: what a provider has said. Takes the last place there is. */
    RECOVERY,
    /** A client's change of what exists: refund, capture, void, or the answer to a request. */
    FOLLOW_UP,
    /** The beginning of a new stream: a charge. */
    NEW;

    /** How many may wait before one more of this kind is refused. */
    int room(int capacity) {
        return switch (this) {
            case RECOVERY -> capacity;
            case FOLLOW_UP -> capacity - capacity / 8;
            case NEW -> capacity - capacity / 4;
        };
    }

    boolean goesFirst() {
        return this != NEW;
    }
}
