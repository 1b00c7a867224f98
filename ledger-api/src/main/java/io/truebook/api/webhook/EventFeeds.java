package io.truebook.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The rows of {@code event_feed}: how far what each provider lists of its events was read. */
public final class EventFeeds {

    /** Lists may show an event a little late, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * A feed that was taken to be read on.
     *
     * @param since how far back this pass reads
     * @param cursor where it goes on; null at its beginning
     * @param failures how often in a row the next page could not be had
     */
    record Feed(
            String connection,
            Instant since,
            @Nullable String cursor,
            int failures,
            Instant leaseUntil) {}

    /**
     * What reading has brought.
     *
     * @param newest when the newest of the events was made, as the provider says; null without any
     */
    record Gain(int events, int news, @Nullable Instant newest) {

        static final Gain NONE = new Gain(0, 0, null);

        Gain plus(Gain other) {
            return new Gain(
                    events + other.events,
                    news + other.news,
                    newest == null || (other.newest != null && other.newest.isAfter(newest))
                            ? other.newest
                            : newest);
        }
    }

    private final JdbcClient jdbc;

    public EventFeeds(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Has it read soon; one that is new, from now on. */
    void begin(String connection, Instant now) {
        int known =
                jdbc.sql(
                                """
                                update truebook.event_feed set due_at = least(due_at, :now)
                                where connection = :connection
                                """)
                        .param("connection", connection)
                        .param("now", Timestamp.from(now))
                        .update();
        if (known == 0) {
            jdbc.sql(
                            """
                            insert into truebook.event_feed (connection, read_until, due_at)
                            values (:connection, :now, :now) on conflict (connection) do nothing
                            """)
                    .param("connection", connection)
                    .param("now", Timestamp.from(now))
                    .update();
        }
    }

    /**
     * One of these connections that is due; nobody else gets it before the lease ends.
     *
     * @param connections not empty
     */
    Optional<Feed> take(Set<String> connections, Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.event_feed
                        set lease_until = :until, pass_began_at = coalesce(pass_began_at, :now),
                            newest_event_at = coalesce(newest_event_at, read_until),
                            pass_since = coalesce(pass_since,
                                least(newest_event_at, read_until) - :overlap * interval '1 s')
                        where connection = (select connection from truebook.event_feed
                            where connection in (:connections) and due_at <= :now
                                and (lease_until is null or lease_until <= :now)
                            order by due_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("connections", connections)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(lease)))
                .param("overlap", OVERLAP.toSeconds())
                .query((row, _) -> read(row))
                .optional();
    }

    /**
     * Gives it back in the middle of a pass.
     *
     * @param cursor null to begin the pass anew
     * @param failures in a row, until now
     */
    void goOn(Feed feed, @Nullable String cursor, Gain gain, int failures, Instant dueAt) {
        giveBack(feed, gain, dueAt, "cursor = :cursor, failure_count = :failures")
                .param("cursor", cursor)
                .param("failures", failures)
                .update();
    }

    /** Everything up to the beginning of this pass is known now. */
    void finish(Feed feed, Gain gain, Instant dueAt) {
        giveBack(
                        feed,
                        gain,
                        dueAt,
                        """
                        read_until = pass_began_at, pass_began_at = null, pass_since = null,
                        cursor = null, failure_count = 0
                        """)
                .update();
    }

    private StatementSpec giveBack(Feed feed, Gain gain, Instant dueAt, String change) {
        var newest = gain.newest();
        return jdbc.sql(
                        """
                        update truebook.event_feed
                        set %s, due_at = :due, lease_until = null,
                            event_count = event_count + :events, new_count = new_count + :news,
                            newest_event_at = greatest(newest_event_at, :newest)
                        where connection = :connection and lease_until = :lease
                        """
                                .formatted(change))
                .param("due", Timestamp.from(dueAt))
                .param("events", gain.events())
                .param("news", gain.news())
                .param("newest", newest == null ? null : Timestamp.from(newest), Types.TIMESTAMP)
                .param("connection", feed.connection())
                .param("lease", Timestamp.from(feed.leaseUntil()));
    }

    private static Feed read(ResultSet row) throws SQLException {
        return new Feed(
                row.getString("connection"),
                row.getTimestamp("pass_since").toInstant(),
                row.getString("cursor"),
                row.getInt("failure_count"),
                row.getTimestamp("lease_until").toInstant());
    }
}
