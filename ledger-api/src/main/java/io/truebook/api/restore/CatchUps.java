package io.truebook.api.restore;

import io.truebook.api.restore.CatchUp.Cause;
import io.truebook.api.restore.CatchUp.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code catch_up}: every catching-up there ever was, and those under way. */
public final class CatchUps {

    private static final String HEAD = "(select last_index from truebook.ledger_head)";

    private final JdbcClient jdbc;

    public CatchUps(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Begins to catch up with an account; what is under way and was not asked for by a person
     * counts as asked for from then on, and begins again.
     *
     * @param since null: from the last commit there is, less the margin
     * @param checkpointSize the events that were signed, where a checkpoint is the cause
     */
    public void begin(
            String tenant,
            String connection,
            Cause cause,
            @Nullable Instant since,
            Duration margin,
            @Nullable Long checkpointSize,
            String detail) {
        jdbc.sql(
                        """
                        insert into truebook.catch_up (tenant, connection, since, cause,
                            journal_index, checkpoint_size, detail, started_at)
                        values (:tenant, :connection, coalesce(:since::timestamptz,
                            (select max(committed_at) from truebook.journal_batch)
                                - :margin * interval '1 second', timestamptz 'epoch'),
                            :cause, %s, :checkpoint, :detail, clock_timestamp())
                        on conflict (connection) where finished_at is null do update
                        set cause = excluded.cause, shelf = 'events', cursor = null, pass = 1,
                            since = least(catch_up.since, excluded.since),
                            detail = catch_up.detail || '; ' || excluded.detail
                        where excluded.cause <> 'checkpoint'
                        """
                                .formatted(HEAD))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("since", since == null ? null : Timestamp.from(since))
                .param("margin", margin.toSeconds())
                .param("cause", cause.column())
                .param("checkpoint", checkpointSize)
                .param("detail", detail)
                .update();
    }

    /** Whether what a checkpoint says is missing was caught up with already. */
    public boolean isDone(String connection, long checkpointSize) {
        return jdbc.sql(
                        """
                        select exists (select from truebook.catch_up
                            where connection = ? and checkpoint_size = ? and finished_at is not null)
                        """)
                .params(connection, checkpointSize)
                .query(Boolean.class)
                .single();
    }

    /** Whether one is under way, with whichever account and on whichever node. */
    public boolean isUnderWay() {
        return jdbc.sql("select exists (select from truebook.catch_up where finished_at is null)")
                .query(Boolean.class)
                .single();
    }

    /** The newest first. */
    public List<CatchUp> latest(String tenant, int most) {
        return jdbc.sql(
                        """
                        select * from truebook.catch_up where tenant = ?
                        order by catch_up_id desc limit ?
                        """)
                .params(tenant, most)
                .query((row, _) -> read(row))
                .list();
    }

    /** Takes one that can be gone on with; nobody else gets it before the lease ends. */
    Optional<CatchUp> take(Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.catch_up set due_at = :until
                        where catch_up_id = (select catch_up_id from truebook.catch_up
                            where finished_at is null and due_at <= :now
                            order by due_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(lease)))
                .query((row, _) -> read(row))
                .optional();
    }

    /** Gives it back for later. */
    void postpone(CatchUp one, Instant until) {
        jdbc.sql("update truebook.catch_up set due_at = ? where catch_up_id = ?")
                .params(Timestamp.from(until), one.id())
                .update();
    }

    /** What a page has brought: so many events and objects were looked at, so many were news. */
    record Gain(int events, int objects, int lost, int news) {}

    void advance(CatchUp one, Stage stage, @Nullable String cursor, Gain gain) {
        jdbc.sql(
                        """
                        update truebook.catch_up
                        set shelf = :stage, cursor = :cursor, due_at = '-infinity',
                            event_count = event_count + :events,
                            object_count = object_count + :objects,
                            lost_count = lost_count + :lost, news = news + :news
                        where catch_up_id = :id
                        """)
                .param("stage", stage.column())
                .param("cursor", cursor)
                .param("events", gain.events())
                .param("objects", gain.objects())
                .param("lost", gain.lost())
                .param("news", gain.news())
                .param("id", one.id())
                .update();
    }

    void passAgain(CatchUp one) {
        jdbc.sql(
                        """
                        update truebook.catch_up
                        set shelf = 'events', cursor = null, pass = pass + 1, news = 0,
                            due_at = '-infinity'
                        where catch_up_id = ?
                        """)
                .param(one.id())
                .update();
    }

    void finish(CatchUp one, Instant now) {
        jdbc.sql(
                        """
                        update truebook.catch_up set finished_at = ?, finished_index = %s
                        where catch_up_id = ? and finished_at is null
                        """
                                .formatted(HEAD))
                .params(Timestamp.from(now), one.id())
                .update();
    }

    /** Whether a callback of the account still waits to be worked for the first time. */
    boolean isInboxBusy(String connection) {
        return jdbc.sql(
                        """
                        select exists (select from truebook.provider_callback
                            where connection = ? and status = 'received' and step = 'facts'
                                and failure_count = 0)
                        """)
                .param(connection)
                .query(Boolean.class)
                .single();
    }

    private static CatchUp read(ResultSet row) throws SQLException {
        var finished = row.getTimestamp("finished_at");
        return new CatchUp(
                row.getLong("catch_up_id"),
                row.getString("tenant"),
                row.getString("connection"),
                row.getTimestamp("since").toInstant(),
                row.getString("cause"),
                row.getLong("journal_index"),
                row.getString("detail"),
                Stage.valueOf(row.getString("shelf").toUpperCase(Locale.ROOT)),
                row.getString("cursor"),
                row.getInt("pass"),
                row.getInt("news"),
                row.getLong("event_count"),
                row.getLong("object_count"),
                row.getLong("lost_count"),
                row.getTimestamp("started_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getObject("finished_index", Long.class));
    }
}
