package io.truebook.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code event_feed}: how far what each provider lists of its events was read. */
public final class EventFeeds {

    /** Lists may show an event a little late, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * A feed that was taken to be read on.
     *
     * @param since how far back this pass reads
     * @param cursor where it goes on; null at its beginning
     */
    record Feed(
            String connection,
            Instant since,
            Instant passBeganAt,
            @Nullable String cursor,
            Instant leaseUntil) {}

    /** What reading has brought. */
    record Gain(int events, int news) {
        Gain plus(Gain other) {
            return new Gain(events + other.events, news + other.news);
        }
    }

    private final JdbcClient jdbc;

    public EventFeeds(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Has it read soon; the first time from the last callback on, for all before was heard of. */
    void begin(String connection, Instant now) {
        jdbc.sql(
                        """
                        insert into truebook.event_feed (connection, read_until, due_at)
                        values (:connection, coalesce((select max(received_at)
                            from truebook.provider_callback where connection = :connection),
                            :now), :now)
                        on conflict (connection) do update
                        set due_at = least(event_feed.due_at, excluded.due_at)
                        """)
                .param("connection", connection)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** One that is due; nobody else gets it before the lease ends. */
    Optional<Feed> take(Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.event_feed
                        set lease_until = :until, pass_began_at = coalesce(pass_began_at, :now),
                            pass_since = coalesce(pass_since,
                                read_until - :overlap * interval '1 s')
                        where connection = (select connection from truebook.event_feed
                            where due_at <= :now and (lease_until is null or lease_until <= :now)
                            order by due_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(lease)))
                .param("overlap", OVERLAP.toSeconds())
                .query((row, _) -> read(row))
                .optional();
    }

    /** Gives it back in the middle of a pass. */
    void goOn(Feed feed, @Nullable String cursor, Gain gain, Instant dueAt) {
        jdbc.sql(
                        """
                        update truebook.event_feed
                        set cursor = :cursor, due_at = :due, lease_until = null,
                            event_count = event_count + :events, new_count = new_count + :news
                        where connection = :connection and lease_until = :lease
                        """)
                .param("cursor", cursor)
                .param("due", Timestamp.from(dueAt))
                .param("events", gain.events())
                .param("news", gain.news())
                .param("connection", feed.connection())
                .param("lease", Timestamp.from(feed.leaseUntil()))
                .update();
    }

    /** Everything up to the beginning of this pass is known now. */
    void finish(Feed feed, Gain gain, Instant dueAt) {
        jdbc.sql(
                        """
                        update truebook.event_feed
                        set read_until = pass_began_at, pass_began_at = null, pass_since = null,
                            cursor = null, due_at = :due, lease_until = null,
                            event_count = event_count + :events, new_count = new_count + :news
                        where connection = :connection and lease_until = :lease
                        """)
                .param("due", Timestamp.from(dueAt))
                .param("events", gain.events())
                .param("news", gain.news())
                .param("connection", feed.connection())
                .param("lease", Timestamp.from(feed.leaseUntil()))
                .update();
    }

    /** How far each was read, and how many events no webhook had brought. */
    public record Progress(Instant readUntil, long events, long news) {}

    /** By connection. */
    public Map<String, Progress> progress() {
        var all = new TreeMap<String, Progress>();
        jdbc.sql("select connection, read_until, event_count, new_count from truebook.event_feed")
                .query((ResultSet row) -> {
                    all.put(
                            row.getString(1),
                            new Progress(
                                    row.getTimestamp(2).toInstant(),
                                    row.getLong(3),
                                    row.getLong(4)));
                });
        return all;
    }

    private static Feed read(ResultSet row) throws SQLException {
        return new Feed(
                row.getString("connection"),
                row.getTimestamp("pass_since").toInstant(),
                row.getTimestamp("pass_began_at").toInstant(),
                row.getString("cursor"),
                row.getTimestamp("lease_until").toInstant());
    }
}
