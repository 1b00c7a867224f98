package io.truebook.api.webhook;

import io.truebook.ledger.provider.ToldFact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The callbacks that are being worked on: claimed by one worker at a time, then settled.
 *
 * <p>Nothing here waits for the disk. A claim or a settlement that a crash of the database loses is
 * made again, and telling a payment twice changes nothing.
 */
final class LetterTable {

    /** Letters behind the first of a subject that go along with it. */
    private static final int FOLLOWERS = 15;

    /** What has come of a letter, and when. */
    record Finished(Letter letter, Settled settled, Instant at) {}

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;

    LetterTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * Settles what is finished and claims what is due, each subject's oldest first.
     *
     * @param since what became due before is not looked at
     * @param most subjects to claim letters of
     * @return the letters of one subject after the other, in their order
     */
    List<List<Letter>> exchange(
            List<Finished> finished,
            String step,
            Instant since,
            Instant now,
            Instant leaseUntil,
            int most) {
        return transaction.execute(_ -> {
            jdbc.sql("set local synchronous_commit = off").update();
            settle(finished);
            return most == 0 ? List.of() : bySubject(claim(step, since, now, leaseUntil, most));
        });
    }

    /** Nothing for a letter that somebody has claimed since. */
    private void settle(List<Finished> finished) {
        if (finished.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                """
                update truebook.provider_callback
                set status = :status, step = :step, reason = :reason,
                    payment_id = coalesce(:payment, payment_id), failure_count = :failures,
                    due_at = coalesce(:due, timestamptz 'infinity'), lease_until = null,
                    waits_for = :waits_for, told = coalesce(:told, nullif(told, '{*}'), '{}'),
                    finished_at = case when :due::timestamptz is null then :now::timestamptz end
                where callback_id = :id and claim_count = :claims
                """,
                finished.stream().map(LetterTable::parameters).toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource parameters(Finished finished) {
        var settled = finished.settled();
        var due = settled.dueAt();
        var waitsFor = settled.waitsFor();
        return new MapSqlParameterSource()
                .addValue("status", settled.status())
                .addValue("step", settled.step())
                .addValue("reason", writable(settled.reason()), Types.VARCHAR)
                .addValue("payment", settled.paymentId(), Types.VARCHAR)
                .addValue("failures", settled.failures())
                .addValue("due", due == null ? null : Timestamp.from(due), Types.TIMESTAMP)
                .addValue("waits_for", waitsFor.isEmpty() ? null : waitsFor.toArray(String[]::new))
                .addValue("told", told(settled))
                .addValue("now", Timestamp.from(finished.at()))
                .addValue("id", finished.letter().id())
                .addValue("claims", finished.letter().claims());
    }

    /** Null leaves what an earlier look at the letter has told. */
    private static String @Nullable [] told(Settled settled) {
        return settled.told().isEmpty()
                ? null
                : settled.told().stream().map(ToldFact::text).toArray(String[]::new);
    }

    /** Providers' words may be in it, and the server keeps no zero bytes. */
    private static @Nullable String writable(@Nullable String reason) {
        return reason == null ? null : reason.replace('\0', '\uFFFD');
    }

    /**
     * The question after an older one is a subquery of its own on purpose, and the last look at a
     * row that is taken is a case: in other words the server answers them by an index of all that
     * waits, which it thinks is nothing, and reads all of a backlog.
     */
    private List<Placed> claim(
            String step, Instant since, Instant now, Instant leaseUntil, int most) {
        return jdbc.sql(
                        """
                        with head as (
                            select c.callback_id, c.connection, c.subject, c.status
                            from truebook.provider_callback c
                            where c.status in ('received', 'orphan') and c.step = :step
                                and c.due_at between :since and :now
                                and (c.lease_until is null or c.lease_until <= :now)
                                and (select e.callback_id from truebook.provider_callback e
                                    where e.connection = c.connection and e.subject = c.subject
                                        and e.callback_id < c.callback_id
                                        and e.status = 'received' and e.step = 'facts'
                                    order by e.callback_id limit 1) is null
                            order by c.due_at, c.callback_id limit :most
                            for update of c skip locked
                        ), next as (
                            select callback_id, 1 as place from head
                            union all
                            select f.callback_id, f.place from head h cross join lateral (
                                select e.callback_id,
                                    1 + row_number() over (order by e.callback_id) as place,
                                    bool_and(e.due_at <= :now and (e.lease_until is null
                                        or e.lease_until <= :now)) over (order by e.callback_id)
                                        as ready
                                from truebook.provider_callback e
                                where e.connection = h.connection and e.subject = h.subject
                                    and e.callback_id > h.callback_id
                                    and e.status = 'received' and e.step = 'facts'
                                order by e.callback_id limit :followers) f
                            where h.status = 'received' and :step = 'facts' and f.ready
                        )
                        update truebook.provider_callback c
                        set lease_until = :until, claim_count = c.claim_count + 1
                        from next where c.callback_id = next.callback_id
                            and case when c.status in ('received', 'orphan')
                                then c.step = :step and c.due_at <= :now
                                    and (c.lease_until is null or c.lease_until <= :now) end
                        returning c.callback_id, c.tenant, c.connection, c.event_id, c.event_type,
                            c.subject, c.body, c.status, c.step, c.claim_count, c.failure_count,
                            c.due_at, next.place
                        """)
                .param("step", step)
                .param("since", Timestamp.from(since))
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(leaseUntil))
                .param("most", most)
                .param("followers", FOLLOWERS)
                .query((row, _) -> new Placed(letter(row), row.getInt("place")))
                .list();
    }

    /** A letter, and which of its subject's it was when they were looked for. */
    private record Placed(Letter letter, int place) {}

    /**
     * @param alone the letter, where it holds up no other; 0 where the order matters
     */
    private record Subject(String connection, String name, long alone) {

        static Subject of(Letter letter) {
            boolean inOrder = !letter.isOrphan() && letter.step().equals("facts");
            return new Subject(letter.connection(), letter.subject(), inOrder ? 0 : letter.id());
        }
    }

    /**
     * What does not hold up others is worked by itself. Behind one that somebody else was faster to
     * claim the rest is put back.
     */
    private List<List<Letter>> bySubject(List<Placed> claimed) {
        var subjects = new LinkedHashMap<Subject, List<Letter>>();
        var behindAGap = new ArrayList<Long>();
        claimed.stream()
                .sorted(Comparator.comparingLong(one -> one.letter().id()))
                .forEach(one -> {
                    var mail =
                            subjects.computeIfAbsent(
                                    Subject.of(one.letter()), _ -> new ArrayList<>());
                    if (one.place() == mail.size() + 1) {
                        mail.add(one.letter());
                    } else {
                        behindAGap.add(one.letter().id());
                    }
                });
        if (!behindAGap.isEmpty()) {
            putBack(behindAGap);
        }
        return subjects.values().stream().filter(mail -> !mail.isEmpty()).toList();
    }

    private void putBack(List<Long> ids) {
        jdbc.sql(
                        """
                        update truebook.provider_callback set lease_until = null
                        where callback_id = any(:ids)
                        """)
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /** Keeps the letter in other words. */
    void replace(Letter letter, byte[] body) {
        jdbc.sql("update truebook.provider_callback set body = ? where callback_id = ?")
                .params(body, letter.id())
                .update();
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getLong("callback_id"),
                row.getString("tenant"),
                row.getString("connection"),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("subject"),
                row.getBytes("body"),
                row.getString("status"),
                row.getString("step"),
                row.getInt("claim_count"),
                row.getInt("failure_count"),
                row.getTimestamp("due_at").toInstant());
    }
}
