package io.truebook.api.http;

import io.truebook.api.restore.RestoreGuard;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.Admission;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.Recorded.Refusal;
import io.truebook.projection.store.TransactionRegister;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Makes a request happen once, however often it is sent: every {@code POST} under {@code /v1}
 * passes here.
 *
 * <p>A new transaction id is let through once; a repeat gets the recorded answer byte for byte, or
 * waits for it; another request under the same id is refused. What the ledger refuses for good is
 * durable before it is answered, and stays refused.
 */
public final class TransactionGate {

    /** How long a repeat waits for the first request's intent to be durable. */
    private static final Duration INTENT_PATIENCE = Duration.ofSeconds(2);

    private final TransactionRegister register;
    private final RestoreGuard guard;

    public TransactionGate(TransactionRegister register, RestoreGuard guard) {
        this.register = register;
        this.guard = guard;
    }

    public ResponseEntity<byte[]> pass(Post post, CommandContext context, Wish wish) {
        return switch (admit(context, wish)) {
            case Admission.First first -> first(post, context, wish, first);
            case Admission.Repeat(var recorded) -> replay(post, context, wish, recorded);
            case Admission.Reused(var field) -> throw reused(field);
            case Admission.InProgress _ ->
                    throw new CommandRejected(
                            Rejection.TRANSACTION_IN_PROGRESS, "Send it again in a moment");
        };
    }

    private Admission admit(CommandContext context, Wish wish) {
        // After a restore the register is asked first: what it knows is answered as ever.
        return wish.isGuardedByJournal() && guard.isOpen()
                ? register.claim(context.transaction(), context.fields(), INTENT_PATIENCE)
                : register.admit(context.transaction(), context.fields(), INTENT_PATIENCE);
    }

    private ResponseEntity<byte[]> first(
            Post post, CommandContext context, Wish wish, Admission.First admission) {
        try (admission) {
            guard.admit(context.transaction());
            wish.execute(context);
            if (wish.left().isEmpty()) {
                var recorded = register.find(context.transaction());
                if (recorded.isEmpty()) {
                    return send(post, settle(context, wish.settled()), false);
                }
                if (wish.isGuardedByJournal()) {
                    return repeated(post, context, wish, recorded.get());
                }
            } else if (post.preference().patience().isZero()) {
                return send(post, wish.left().get(), false);
            }
        } catch (DuplicateTransaction duplicate) {
            return repeated(post, context, wish, duplicate.recorded());
        } catch (CommandRejected refused) {
            return refused(post, context, wish, refused);
        }
        // The id is released: from here on a repeat waits beside this request, not behind it.
        return outcome(post, context, wish, false);
    }

    /** The id was used before, here or by another node that was faster. */
    private ResponseEntity<byte[]> repeated(
            Post post, CommandContext context, Wish wish, Recorded earlier) {
        return switch (TransactionRegister.repeat(earlier, context.fields())) {
            case Admission.Repeat(var recorded) -> replay(post, context, wish, recorded);
            case Admission.Reused(var field) -> throw reused(field);
            case Admission.First _, Admission.InProgress _ ->
                    throw new IllegalStateException("A duplicate is neither new nor under way");
        };
    }

    private ResponseEntity<byte[]> refused(
            Post post, CommandContext context, Wish wish, CommandRejected refused) {
        if (refused.reason().category() == Rejection.Category.UNAVAILABLE) {
            throw refused;
        }
        // A repeat gets the first answer, whatever the rules say about it by now.
        var earlier =
                wish.isGuardedByJournal()
                        ? register.find(context.transaction()).filter(TransactionGate::isEarlier)
                        : Optional.<Recorded>empty();
        if (earlier.isPresent()) {
            return repeated(post, context, wish, earlier.get());
        }
        if (!refused.reason().recorded()) {
            throw refused;
        }
        var refusal = new Refusal(refused.reason(), refused.detail());
        return send(post, freeze(post, context, refusal), false);
    }

    /** Not the refusal of this very request, which a limit has registered without its answer. */
    private static boolean isEarlier(Recorded recorded) {
        return recorded.answer() != null || recorded.isOpen();
    }

    private ResponseEntity<byte[]> replay(
            Post post, CommandContext context, Wish wish, Recorded recorded) {
        return recorded.answer() == null
                ? outcome(post, context, wish, true)
                : send(post, recorded, true);
    }

    /** Waits for the final answer as long as the client wants to, else says how things stand. */
    private ResponseEntity<byte[]> outcome(
            Post post, CommandContext context, Wish wish, boolean replayed) {
        var recorded = followed(post, context, wish);
        if (recorded.answer() != null) {
            return send(post, recorded, replayed);
        }
        if (recorded.rejection() != null) {
            return send(post, freeze(post, context, recorded.rejection()), replayed);
        }
        return send(post, wish.current(recorded), replayed);
    }

    private Recorded followed(Post post, CommandContext context, Wish wish) {
        try {
            return register.follow(
                            context.transaction(),
                            post.preference().patience(),
                            wish::isPointlessToWait)
                    .orElseThrow();
        } catch (DataAccessException away) {
            throw new CommandRejected(
                    Rejection.OUTCOME_UNKNOWN, "It was taken; its outcome cannot be read now");
        }
    }

    private Recorded settle(CommandContext context, Wish.Settled settled) {
        return ours(
                context,
                register.recordAnswer(
                        context,
                        settled.subjectId(),
                        settled.status(),
                        settled.bodyAtPosition(),
                        null));
    }

    private Recorded freeze(Post post, CommandContext context, Refusal refusal) {
        var problem = Problem.of(refusal.reason(), refusal.detail(), post.path(), List.of());
        var body = Json.bytes(problem);
        return ours(
                context,
                register.recordAnswer(context, null, problem.status(), _ -> body, refusal));
    }

    /** Of two nodes that answer the same id the first one wins; it may be another request's. */
    private static Recorded ours(CommandContext context, Recorded recorded) {
        recorded.fields()
                .firstDifference(context.fields())
                .ifPresent(field -> {
                    throw reused(field);
                });
        return recorded;
    }

    private static ResponseEntity<byte[]> send(Post post, Recorded recorded, boolean replayed) {
        var answer = recorded.answer();
        if (answer == null) {
            throw new IllegalStateException("Recorded without its answer");
        }
        return send(post, new Reply(answer.status(), answer.body()), replayed);
    }

    private static ResponseEntity<byte[]> send(Post post, Reply reply, boolean replayed) {
        var headers = new HttpHeaders();
        headers.setContentType(
                reply.status() < 400
                        ? MediaType.APPLICATION_JSON
                        : MediaType.APPLICATION_PROBLEM_JSON);
        if (replayed) {
            headers.set("Idempotent-Replayed", "true");
        }
        var applied = post.preference().applied();
        if (applied != null) {
            headers.set("Preference-Applied", applied);
        }
        return new ResponseEntity<>(reply.body(), headers, HttpStatusCode.valueOf(reply.status()));
    }

    private static InvalidRequest reused(String field) {
        var name = RequestHashes.shown(field);
        return new InvalidRequest(
                Rejection.TRANSACTION_ID_REUSED,
                "The first request with this id differs in " + name,
                List.of(new FieldProblem(name, "differs from the first request's")));
    }
}
