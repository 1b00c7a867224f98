package io.truebook.projection.store;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.Recorded.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every transaction id that was ever used, what its request meant and how it was answered.
 *
 * <p>An id has at most one effect, for ever. Rows are written by {@link JournalWriter}, in the
 * batch that makes the effect durable; this side looks them up, keeps requests with the same id
 * apart while they are under way on this node, and waits for answers. Proved by {@code
 * TransactionRegisterDbTest}.
 */
public final class TransactionRegister {

    /** How long a waiter trusts to be woken before it looks again; a lost ring costs no more. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** A request that was admitted and whose intent is not yet durable. */
    private record Claim(RequestFields fields, CompletableFuture<Void> released) {}

    private final JdbcClient jdbc;
    private final JournalWriter writer;
    private final AnswerBell bell;
    private final ConcurrentHashMap<TransactionKey, Claim> claims = new ConcurrentHashMap<>();

    private final Duration lookAgain;

    public TransactionRegister(DataSource dataSource, JournalWriter writer) {
        this(dataSource, writer, LOOK_AGAIN);
    }

    TransactionRegister(DataSource dataSource, JournalWriter writer, Duration lookAgain) {
        this.lookAgain = lookAgain;
        this.jdbc = JdbcClient.create(dataSource);
        this.writer = writer;
        this.bell = writer.bell();
    }

    public Optional<Recorded> find(TransactionKey key) {
        return jdbc.sql(RegisterRows.FIND)
                .params(key.tenant(), key.origin(), key.id())
                .query((row, _) -> RegisterRows.read(row))
                .optional();
    }

    /** The ids used behind one, {@code id:rest}, by their rests, none of which has a colon. */
    public List<String> behind(TransactionKey key) {
        return jdbc.sql(
                        """
                        select substr(transaction_id, length(:id) + 2)
                        from truebook.transaction_register
                        where tenant = :tenant and origin = :origin
                            and transaction_id > :id || ':' and transaction_id < :id || ';'
                            and strpos(substr(transaction_id, length(:id) + 2), ':') = 0
                        order by transaction_id
                        """)
                .param("tenant", key.tenant())
                .param("origin", key.origin())
                .param("id", key.id())
                .query((row, _) -> row.getString(1))
                .list();
    }

    /**
     * Lets one request with an id through and tells the others what became of it.
     *
     * <p>While the same request is under way on this node it is waited for, at most for {@code
     * patience}. Two nodes may both admit an id; the writer then lets one of them win.
     */
    public Admission admit(TransactionKey key, RequestFields fields, Duration patience) {
        var claimed = claim(key, fields, patience);
        return claimed instanceof Admission.First first ? repeatOr(first, key, fields) : claimed;
    }

    /**
     * The same without asking the database: for a request whose append the journal refuses when its
     * id was used before.
     */
    public Admission claim(TransactionKey key, RequestFields fields, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var mine = new Claim(fields, new CompletableFuture<>());
            var theirs = claims.putIfAbsent(key, mine);
            if (theirs == null) {
                return new Admission.First(() -> release(key, mine));
            }
            var difference = theirs.fields().firstDifference(fields);
            if (difference.isPresent()) {
                return new Admission.Reused(difference.get());
            }
            if (!await(theirs.released(), deadline - System.nanoTime())) {
                return new Admission.InProgress();
            }
        }
    }

    private Admission repeatOr(Admission.First first, TransactionKey key, RequestFields fields) {
        boolean admitted = false;
        try {
            var recorded = find(key);
            admitted = recorded.isEmpty();
            return admitted ? first : repeat(recorded.get(), fields);
        } finally {
            if (!admitted) {
                first.close();
            }
        }
    }

    private void release(TransactionKey key, Claim claim) {
        claims.remove(key, claim);
        claim.released().complete(null);
    }

    /** Whether a recorded transaction is a repeat of this request or another one. */
    public static Admission repeat(Recorded recorded, RequestFields fields) {
        return recorded.fields()
                .firstDifference(fields)
                .<Admission>map(Admission.Reused::new)
                .orElseGet(() -> new Admission.Repeat(recorded));
    }

    /** The final answer, as soon as there is one; empty when there is none in time. */
    public Optional<Recorded> awaitAnswer(TransactionKey key, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var ring = bell.next(key);
            try {
                var recorded = find(key).filter(found -> !found.isOpen());
                long left = deadline - System.nanoTime();
                if (recorded.isPresent() || left <= 0) {
                    return recorded;
                }
                await(ring, Math.min(left, lookAgain.toNanos()));
            } finally {
                bell.leave(key, ring);
            }
        }
    }

    /**
     * What is recorded for an id, as soon as it has its final answer; as it stands when that does
     * not come in time. Empty, at once, when nothing is recorded.
     *
     * @param pointless whether no answer to this open transaction will come soon; asked before each
     *     pause
     */
    public Optional<Recorded> follow(
            TransactionKey key, Duration patience, Predicate<Recorded> pointless) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var ring = bell.next(key);
            try {
                var recorded = find(key);
                long left = deadline - System.nanoTime();
                if (left <= 0
                        || recorded.isEmpty()
                        || !recorded.get().isOpen()
                        || pointless.test(recorded.get())) {
                    return recorded;
                }
                await(ring, Math.min(left, lookAgain.toNanos()));
            } finally {
                bell.leave(key, ring);
            }
        }
    }

    /** Lets those who wait for an answer look again, on this node: something else is durable. */
    public void stir(TransactionKey key) {
        bell.ring(List.of(key));
    }

    /**
     * Makes an answer durable that no event stands behind: a frozen refusal, or that there was
     * nothing to do.
     *
     * <p>Returns what is recorded for the id from then on: of two, the first one wins. The body is
     * asked for with the journal position it shows.
     *
     * @param refusal null when the command was accepted
     * @throws CommandRejected OVERLOADED or OUTCOME_UNKNOWN
     */
    public Recorded recordAnswer(
            CommandContext context,
            @Nullable String subjectId,
            int status,
            LongFunction<byte[]> bodyAtPosition,
            @Nullable Refusal refusal) {
        var rows = new BatchRows();
        if (subjectId != null) {
            rows.subject(subjectId);
        }
        rows.answer(context.transaction(), status, bodyAtPosition, false);
        var append = new Append(context.tenant(), context, List.of(), rows, refusal);
        return appendAlone(append).orElseGet(() -> find(context.transaction()).orElseThrow());
    }

    /**
     * Makes an intent durable that no event stands behind; {@link #answer} gives the answer later.
     *
     * @throws DuplicateTransaction when the id was used before
     * @throws CommandRejected OVERLOADED or OUTCOME_UNKNOWN
     */
    public void recordIntent(CommandContext context, String subjectId) {
        var rows = new BatchRows();
        rows.subject(subjectId);
        appendAlone(new Append(context.tenant(), context, List.of(), rows, null))
                .ifPresent(recorded -> {
                    throw new DuplicateTransaction(recorded);
                });
    }

    /**
     * Gives a transaction whose intent is durable its final answer.
     *
     * @param by the system's own transaction that found the answer; answering twice changes nothing
     */
    public void answer(
            CommandContext by,
            TransactionKey key,
            int status,
            LongFunction<byte[]> bodyAtPosition) {
        var rows = new BatchRows();
        rows.answer(key, status, bodyAtPosition, false);
        appendAlone(new Append(by.tenant(), by, List.of(), rows, null));
    }

    /** An append without events; what was recorded before it, if anything was. */
    private Optional<Recorded> appendAlone(Append append) {
        return switch (writer.append(append)) {
            case AppendResult.Appended _ -> Optional.empty();
            case AppendResult.Duplicate(var recorded) -> Optional.of(recorded);
            case AppendResult.NotTaken(var why) ->
                    throw new CommandRejected(Rejection.OVERLOADED, why);
            case AppendResult.Unknown _ ->
                    throw new CommandRejected(
                            Rejection.OUTCOME_UNKNOWN, "The commit was not confirmed");
            case AppendResult.Failed(var cause) ->
                    throw new IllegalStateException("It could not be recorded", cause);
            case AppendResult.Refused _, AppendResult.Conflict _ ->
                    throw new IllegalStateException("Without events nothing moves");
        };
    }

    private static boolean await(CompletableFuture<Void> future, long nanos) {
        try {
            future.get(Math.max(0, nanos), NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
