package io.truebook.api.http;

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

    public TransactionGate(TransactionRegister register) {
        this.register = register;
    }

    public ResponseEntity<byte[]> pass(Post post, CommandContext context, Wish wish) {
        return switch (register.admit(context.transaction(), context.fields(), INTENT_PATIENCE)) {
            case Admission.First first -> first(post, context, wish, first);
            case Admission.Repeat(var recorded) -> replay(post, context, wish, recorded);
            case Admission.Reused(var field) -> throw reused(field);
            case Admission.InProgress _ ->
                    throw new CommandRejected(
                            Rejection.TRANSACTION_IN_PROGRESS, "Send it again in a moment");
        };
    }

    private ResponseEntity<byte[]> first(
            Post post, CommandContext context, Wish wish, Admission.First admission) {
        try (admission) {
            wish.execute(context);
            var recorded = register.find(context.transaction());
            if (recorded.isEmpty()) {
                return send(post, settle(context, wish.settled()), false);
            }
        } catch (DuplicateTransaction duplicate) {
            // Another node was faster.
            return switch (TransactionRegister.repeat(duplicate.recorded(), context.fields())) {
                case Admission.Repeat(var recorded) -> replay(post, context, wish, recorded);
                case Admission.Reused(var field) -> throw reused(field);
                case Admission.First _, Admission.InProgress _ ->
                        throw new IllegalStateException("A duplicate is neither new nor under way");
            };
        } catch (CommandRejected refused) {
            if (!refused.reason().recorded()) {
                throw refused;
            }
            var refusal = new Refusal(refused.reason(), refused.detail());
            return send(post, freeze(post, context, refusal), false);
        }
        // The id is released: from here on a repeat waits beside this request, not behind it.
        return outcome(post, context, wish, false);
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
