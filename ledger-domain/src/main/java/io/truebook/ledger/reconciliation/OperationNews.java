package io.truebook.ledger.reconciliation;

import java.time.Instant;
import java.util.List;

/** What can be heard about one operation. Time is data; hearing the same twice changes nothing. */
public sealed interface OperationNews {

    String operationId();

    /** We want it done. */
    record Requested(FollowedOperation about) implements OperationNews {
        @Override
        public String operationId() {
            return about.operationId();
        }
    }

    /** It was asked for, and nobody knows what became of it. */
    record Unanswered(String operationId) implements OperationNews {}

    /** The provider has it, and answers later. */
    record Postponed(String operationId, Instant at) implements OperationNews {}

    /** It is done. */
    record Done(String operationId, Answer answer) implements OperationNews {}

    /** It is over and moves no money: refused, failed, given back, or gone again by the books. */
    record Over(String operationId, Instant at) implements OperationNews {}

    /** Whatever was held by it was taken or given back: nothing of it is left to confirm. */
    record Overtaken(String operationId, Instant at) implements OperationNews {}

    /**
     * The provider says the opposite of what it had said. It is booked; that we had believed and
     * told otherwise remains for a person.
     *
     * @param evidence what was said, in words that hold no personal data
     */
    record Contradicted(FollowedOperation about, Answer answer, String evidence)
            implements OperationNews {
        @Override
        public String operationId() {
            return about.operationId();
        }
    }

    /** What others than the one who answered say of it by now. */
    record Heard(String operationId, List<Testimony> testimonies) implements OperationNews {
        public Heard {
            testimonies = List.copyOf(testimonies);
        }
    }

    /** Asked for its record of what it had answered, the provider did not confirm it. */
    record NotConfirmed(String operationId, Reply reply, Instant at) implements OperationNews {}

    /** So late it is, and everything that was recorded before is heard. */
    record TimeReached(String operationId, Instant at) implements OperationNews {}
}
