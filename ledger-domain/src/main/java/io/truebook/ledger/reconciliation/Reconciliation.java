package io.truebook.ledger.reconciliation;

import io.truebook.ledger.reconciliation.OperationNews.Contradicted;
import io.truebook.ledger.reconciliation.OperationNews.Done;
import io.truebook.ledger.reconciliation.OperationNews.Heard;
import io.truebook.ledger.reconciliation.OperationNews.NotConfirmed;
import io.truebook.ledger.reconciliation.OperationNews.Over;
import io.truebook.ledger.reconciliation.OperationNews.Overtaken;
import io.truebook.ledger.reconciliation.OperationNews.Postponed;
import io.truebook.ledger.reconciliation.OperationNews.Requested;
import io.truebook.ledger.reconciliation.OperationNews.TimeReached;
import io.truebook.ledger.reconciliation.OperationNews.Unanswered;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far ledger and provider agree about one operation: from our wish to its answer, and from the
 * answer to a second, independent witness.
 *
 * <p>{@link #decide} and {@link #evolve} are pure. Whatever is not over has a due time; when that
 * has passed there is a break. What to do has an id that follows from the operation, so that
 * deciding again after a crash, on another node or in a replay does nothing twice.
 */
public sealed interface Reconciliation {

    /** Nobody has asked for it yet. */
    record NotFollowed() implements Reconciliation {}

    /** One that has not ended. */
    sealed interface Open extends Reconciliation {
        FollowedOperation about();

        /** When to look at it again at the latest. */
        Instant dueAt();

        /** The break that was opened of it; null for none. */
        @Nullable FindingCode broken();
    }

    /** Whether it is done nobody knows yet. */
    record Waiting(
            FollowedOperation about, Progress progress, Instant dueAt, @Nullable FindingCode broken)
            implements Open {}

    /**
     * It is done, by the word of one.
     *
     * @param askedAt when the provider was asked for its record; null before
     */
    record Answered(
            FollowedOperation about,
            Answer answer,
            Instant dueAt,
            @Nullable FindingCode broken,
            @Nullable Instant askedAt)
            implements Open {

        private Answered until(Instant nextLook, @Nullable Instant asked) {
            return new Answered(about, answer, nextLook, broken, asked);
        }
    }

    /** Both sides agree, no money moved, or a person has to look. */
    record Ended() implements Reconciliation {}

    /** What is known of one that has no answer. */
    enum Progress {
        REQUESTED,
        UNKNOWN,
        PENDING
    }

    /** What is to be done when this is heard, in order. */
    default List<SagaStep> decide(OperationNews news, Deadlines deadlines) {
        return ReconciliationSteps.decide(this, news, deadlines);
    }

    /** Whether the provider is to be asked for its record of the answer: once for each answer. */
    default boolean asks(OperationNews news, Deadlines deadlines) {
        return this instanceof Answered now
                && now.askedAt == null
                && news instanceof TimeReached(_, var at)
                && !at.isBefore(now.dueAt)
                && !at.isBefore(deadlines.confirmedBy(now.answer));
    }

    /** What is known when it was heard. Total: nothing is refused. */
    default Reconciliation evolve(OperationNews news, Deadlines deadlines) {
        return switch (this) {
            case NotFollowed _ ->
                    news instanceof Requested(var about)
                            ? new Waiting(
                                    about,
                                    Progress.REQUESTED,
                                    about.requestedAt().plus(deadlines.unanswered()),
                                    null)
                            : this;
            case Waiting waiting -> evolve(waiting, news, deadlines);
            case Answered answered -> evolve(answered, news, deadlines);
            case Ended _ -> this;
        };
    }

    private static Reconciliation evolve(Waiting now, OperationNews news, Deadlines deadlines) {
        return switch (news) {
            case Unanswered _ when now.progress == Progress.REQUESTED ->
                    new Waiting(now.about, Progress.UNKNOWN, now.dueAt, now.broken);
            case Postponed(_, var at) when now.progress != Progress.PENDING ->
                    new Waiting(
                            now.about,
                            Progress.PENDING,
                            now.broken == null ? at.plus(deadlines.pending()) : now.dueAt,
                            now.broken);
            case Done(_, var answer) -> answered(now.about, answer, null, deadlines);
            case Over _ -> new Ended();
            case TimeReached(_, var at) when !at.isBefore(now.dueAt) ->
                    new Waiting(
                            now.about,
                            now.progress,
                            at.plus(Deadlines.REMINDER),
                            FindingCode.STALE_UNKNOWN);
            case Requested _,
                    Unanswered _,
                    Postponed _,
                    Overtaken _,
                    Contradicted _,
                    Heard _,
                    NotConfirmed _,
                    TimeReached _ ->
                    now;
        };
    }

    private static Reconciliation evolve(Answered now, OperationNews news, Deadlines deadlines) {
        return switch (news) {
            case Over _ -> new Ended();
            case Overtaken _ when now.answer.held() -> new Ended();
            case Contradicted(_, var answer, _) ->
                    answered(now.about, answer, now.broken, deadlines);
            case Heard(_, var testimonies) ->
                    switch (Verdict.of(now.answer, testimonies)) {
                        case Verdict.Silent _ -> now;
                        // From here on its break is with a person, whom no later word replaces.
                        case Verdict.Confirmed _, Verdict.Denied _ -> new Ended();
                    };
            case NotConfirmed(_, _, var at) when now.broken == null -> missing(now, at);
            case TimeReached(_, var at) when !at.isBefore(now.dueAt) -> looked(now, at, deadlines);
            case Requested _,
                    Unanswered _,
                    Postponed _,
                    Done _,
                    Overtaken _,
                    NotConfirmed _,
                    TimeReached _ ->
                    now;
        };
    }

    private static Reconciliation answered(
            FollowedOperation about,
            Answer answer,
            @Nullable FindingCode broken,
            Deadlines deadlines) {
        return answer.by() == Teller.SETTLEMENT
                ? new Ended()
                : new Answered(
                        about, answer, answer.at().plus(deadlines.firstLook()), broken, null);
    }

    private static Answered looked(Answered now, Instant at, Deadlines deadlines) {
        if (now.broken == null && at.isBefore(deadlines.confirmedBy(now.answer))) {
            return now.until(deadlines.nextLook(now.answer, at), now.askedAt);
        }
        var asked = now.askedAt == null ? at : now.askedAt;
        if (now.broken != null) {
            return now.until(at.plus(Deadlines.REMINDER), asked);
        }
        var replied = deadlines.repliedBy(asked);
        return at.isBefore(replied) ? now.until(replied, asked) : missing(now, at);
    }

    private static Answered missing(Answered now, Instant at) {
        return new Answered(
                now.about,
                now.answer,
                at.plus(Deadlines.REMINDER),
                FindingCode.MISSING_AT_PROVIDER,
                now.askedAt);
    }
}
