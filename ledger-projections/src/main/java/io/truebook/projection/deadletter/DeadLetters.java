package io.truebook.projection.deadletter;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.deadletter.DeadLetter.Action;
import io.truebook.projection.deadletter.DeadLetter.Status;
import io.truebook.projection.store.TransactionKey;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All dead letters of the installation, and what a person may do with one: have it tried again, or
 * throw it away with a reason that is kept.
 *
 * <p>It only reads and writes tables, so it works on any node and from a shell; the trying is done
 * by whichever node is first. Refuses, first match wins: DEAD_LETTER_NOT_FOUND, DEAD_LETTER_CLOSED.
 */
public final class DeadLetters {

    private static final String EVENT = "dl_event_";
    private static final String ID = "dl_(event|callback)_[0-9]{1,18}";

    /** Who does something, and under which transaction: the same one again changes nothing. */
    public record Person(String principal, TransactionKey transaction) {}

    /** A place in the list, newest first. */
    public record Place(Instant firstAt, String id) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public DeadLetters(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.clock = clock;
    }

    /**
     * Open letters, newest first.
     *
     * @param source null for all
     * @param after null for the first page
     */
    public List<DeadLetter> open(@Nullable String source, @Nullable Place after, int limit) {
        var now = clock.instant();
        return jdbc.sql(
                        "select * from "
                                + LetterRows.OPEN
                                + """
                                 o where (:source::text is null or o.source = :source)
                                    and (:id::text is null or (o.first_at, o.id) < (:at, :id))
                                order by o.first_at desc, o.id desc limit :limit
                                """)
                .param("source", source)
                .param("id", after == null ? null : after.id())
                .param("at", Timestamp.from(after == null ? now : after.firstAt()))
                .param("limit", limit)
                .query((row, _) -> LetterRows.open(row, now))
                .list();
    }

    /** Also one that is gone, when a person had a hand in that. */
    public Optional<DeadLetter> find(String id) {
        return findOpen(id).or(() -> actedOn(id));
    }

    private Optional<DeadLetter> findOpen(String id) {
        if (!id.matches(ID)) {
            return Optional.empty();
        }
        return jdbc.sql("select * from " + LetterRows.OPEN + " o where o.id = ?")
                .param(id)
                .query((row, _) -> LetterRows.open(row, clock.instant()))
                .optional();
    }

    private Optional<DeadLetter> actedOn(String id) {
        return jdbc.sql(
                        LetterRows.ACTED_ON
                                + " where a.letter = ? order by a.action_id desc limit 1")
                .param(id)
                .query((row, _) ->
                        LetterRows.letter(
                                row,
                                row.getString("action").equals("discard")
                                        ? Status.DISCARDED
                                        : afterRetry(id),
                                null))
                .optional();
    }

    /** An event leaves its queue when it is taken; a callback is worked from the inbox first. */
    private Status afterRetry(String id) {
        boolean inInbox =
                !isEvent(id)
                        && jdbc.sql(
                                        """
                                        select status in ('received', 'orphan')
                                        from truebook.provider_callback where callback_id = ?
                                        """)
                                .param(number(id))
                                .query(Boolean.class)
                                .single();
        return inInbox ? Status.RETRYING : Status.RESOLVED;
    }

    /** What persons did about a letter, oldest first. */
    public List<Action> actions(String id) {
        return jdbc.sql(
                        """
                        select action, principal, reason, acted_at from truebook.dead_letter_action
                        where letter = ? order by action_id
                        """)
                .param(id)
                .query((row, _) ->
                        new Action(
                                row.getString("action"),
                                row.getString("principal"),
                                row.getString("reason"),
                                row.getObject("acted_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Has a letter tried again as soon as can be; an event with all that its payment waits for. */
    public void retry(String id, Person person) {
        act(id, "retry", null, person, () -> isEvent(id) ? retryEvent(id) : retryCallback(id));
    }

    /** Throws a letter away: it is never worked on, and what waits behind it goes on. */
    public void discard(String id, String reason, Person person) {
        act(
                id,
                "discard",
                reason,
                person,
                () -> isEvent(id) ? discardEvent(id) : discardCallback(id));
    }

    private interface Effect {
        /** How many rows it has changed. */
        int apply();
    }

    private void act(
            String id, String action, @Nullable String reason, Person person, Effect effect) {
        transaction.executeWithoutResult(_ -> {
            if (record(id, action, reason, person) == 1) {
                if (effect.apply() == 0) {
                    throw closed(id);
                }
            } else if (!wasDone(id, person)) {
                throw actedOn(id).isPresent()
                        ? closed(id)
                        : new CommandRejected(
                                Rejection.DEAD_LETTER_NOT_FOUND, "There is none called " + id);
            }
        });
    }

    private static CommandRejected closed(String id) {
        return new CommandRejected(
                Rejection.DEAD_LETTER_CLOSED, id + " was worked on or discarded in the meantime");
    }

    private int record(String id, String action, @Nullable String reason, Person person) {
        if (!id.matches(ID)) {
            return 0;
        }
        return jdbc.sql(
                        """
                        insert into truebook.dead_letter_action (tenant, origin, transaction_id,
                            principal, action, reason, acted_at, letter, source, letter_tenant,
                            sequence_id, payment_id, event_id, event_type, journal_position, cause,
                            attempt_count, first_at, last_at)
                        select :tenant, :origin, :transaction, :principal, :action, :reason, :now,
                            o.id, o.source, o.tenant, o.sequence, o.payment, o.event_id,
                            o.event_type, o.position, o.cause, o.attempts, o.first_at, o.last_at
                        from %s o where o.id = :id
                        on conflict (tenant, origin, transaction_id) do nothing
                        """
                                .formatted(LetterRows.OPEN))
                .param("tenant", person.transaction().tenant())
                .param("origin", person.transaction().origin())
                .param("transaction", person.transaction().id())
                .param("principal", person.principal())
                .param("action", action)
                .param("reason", reason)
                .param("now", now())
                .param("id", id)
                .update();
    }

    private boolean wasDone(String id, Person person) {
        return jdbc.sql(
                        """
                        select exists (select from truebook.dead_letter_action where letter = ?
                            and tenant = ? and origin = ? and transaction_id = ?)
                        """)
                .params(
                        id,
                        person.transaction().tenant(),
                        person.transaction().origin(),
                        person.transaction().id())
                .query(Boolean.class)
                .single();
    }

    /** Waits for whoever is trying it right now: a letter that is taken then is not there. */
    private int retryEvent(String id) {
        return jdbc.sql(
                        """
                        update truebook.dead_letter d set due_at = :now
                        from truebook.dead_letter asked
                        where asked.letter_id = :id and d.processor = asked.processor
                            and d.sequence_id = asked.sequence_id
                            and d.sequence_index = (select min(f.sequence_index)
                                from truebook.dead_letter f where f.processor = asked.processor
                                    and f.sequence_id = asked.sequence_id)
                        """)
                .param("now", now())
                .param("id", number(id))
                .update();
    }

    private int discardEvent(String id) {
        return jdbc.sql("delete from truebook.dead_letter where letter_id = ?")
                .param(number(id))
                .update();
    }

    private int retryCallback(String id) {
        return jdbc.sql(
                        """
                        update truebook.provider_callback set status = 'received', due_at = :now,
                            lease_until = null, finished_at = null
                        where callback_id = :id and status = 'dead'
                        """)
                .param("now", now())
                .param("id", number(id))
                .update();
    }

    private int discardCallback(String id) {
        return jdbc.sql(
                        """
                        update truebook.provider_callback set status = 'parked',
                            reason = 'Discarded by an operator'
                        where callback_id = ? and status = 'dead'
                        """)
                .param(number(id))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static boolean isEvent(String id) {
        return id.startsWith(EVENT);
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('_') + 1));
    }
}
