package io.truebook.api.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far everything behind the journal is, as the database knows it: the same on every node.
 *
 * <p>Each look costs a few small queries, so whoever looks often keeps what was seen for a moment.
 */
public final class LedgerState {

    /**
     * One look.
     *
     * @param lags by processor
     * @param deadLetters by source
     * @param inboxOldestSeconds age of the oldest callback nobody has worked on; 0 for none
     * @param operationsOverdueSeconds since the oldest due operation should have been tried; 0 for
     *     none
     * @param feeds by connection
     */
    public record Seen(
            Map<String, Lag> lags,
            Map<String, Long> deadLetters,
            long inboxDepth,
            double inboxOldestSeconds,
            long openOperations,
            double operationsOverdueSeconds,
            Map<String, Feed> feeds) {}

    /**
     * How far what a connection lists of its events was read.
     *
     * @param seconds since everything was known
     * @param news events no webhook had brought
     */
    public record Feed(double seconds, long news) {}

    /**
     * How far a processor is behind the journal.
     *
     * @param events it has not seen
     * @param seconds since the first of them was recorded; 0 when there is none
     */
    public record Lag(long events, double seconds) {}

    private final JdbcClient jdbc;
    private final Serializer tokens;

    public LedgerState(DataSource dataSource, Serializer tokens) {
        this.jdbc = JdbcClient.create(dataSource);
        this.tokens = tokens;
    }

    public Seen look() {
        var inbox =
                pair(
                        """
                        select count(*), coalesce(extract(epoch from now() - min(received_at)), 0)
                        from truebook.provider_callback where status = 'received'
                        """);
        var operations =
                pair(
                        """
                        select count(*), greatest(coalesce(extract(epoch from now() - min(due_at)), 0), 0)
                        from truebook.provider_operation where state = 'open'
                        """);
        return new Seen(
                lags(),
                deadLetters(),
                inbox.events(),
                inbox.seconds(),
                operations.events(),
                operations.seconds(),
                feeds());
    }

    private Map<String, Feed> feeds() {
        var all = new TreeMap<String, Feed>();
        jdbc.sql(
                        """
                        select connection, extract(epoch from now() - read_until), new_count
                        from truebook.event_feed
                        """)
                .query((ResultSet row) -> {
                    all.put(
                            row.getString(1),
                            new Feed(Math.max(0, row.getDouble(2)), row.getLong(3)));
                });
        return all;
    }

    private Lag pair(String sql) {
        return jdbc.sql(sql)
                .query((row, _) -> new Lag(row.getLong(1), Math.max(0, row.getDouble(2))))
                .single();
    }

    private Map<String, Long> deadLetters() {
        var counts = new TreeMap<String, Long>();
        jdbc.sql(
                        """
                        select processor, count(*) from truebook.dead_letter group by processor
                        union all
                        select 'webhooks', count(*) from truebook.provider_callback
                        where status = 'dead'
                        """)
                .query((ResultSet row) -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /** A processor is as far as the last of its segments. */
    private Map<String, Lag> lags() {
        Map<String, Long> positions = new HashMap<>();
        jdbc.sql("select processor_name, token, token_type from truebook.axon_token")
                .query((ResultSet row) -> {
                    positions.merge(row.getString(1), position(row), Math::min);
                });
        var lags = new TreeMap<String, Lag>();
        positions.forEach((processor, position) -> lags.put(processor, lag(position)));
        return lags;
    }

    /**
     * Up to when a processor has seen everything that was recorded: until it has seen anything,
     * never.
     */
    public Instant seenUntil(String processor, Instant now) {
        return seenPosition(processor)
                .map(position -> firstUnseen(position).orElse(now))
                .orElse(Instant.EPOCH);
    }

    /** Up to where a processor has seen everything; empty until it has begun. */
    public Optional<Long> seenPosition(String processor) {
        var positions = new ArrayList<Long>();
        jdbc.sql("select 0, token, token_type from truebook.axon_token where processor_name = ?")
                .params(processor)
                .query((ResultSet row) -> {
                    positions.add(position(row));
                });
        return positions.stream().min(Long::compare);
    }

    private Optional<Instant> firstUnseen(long position) {
        return jdbc.sql("select recorded_at from truebook.journal_event where global_index = ?")
                .params(position + 1)
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    private long position(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes(2);
        if (bytes == null) {
            return 0;
        }
        TrackingToken token =
                tokens.deserialize(
                        new SimpleSerializedObject<>(bytes, byte[].class, row.getString(3), null));
        return token == null ? 0 : token.position().orElse(0);
    }

    private Lag lag(long position) {
        return jdbc.sql(
                        """
                        select greatest(last_index - :position, 0), coalesce((
                            select extract(epoch from now() - recorded_at)
                            from truebook.journal_event where global_index = :position + 1), 0)
                        from truebook.ledger_head
                        """)
                .param("position", position)
                .query((row, _) -> new Lag(row.getLong(1), Math.max(0, row.getDouble(2))))
                .single();
    }
}
