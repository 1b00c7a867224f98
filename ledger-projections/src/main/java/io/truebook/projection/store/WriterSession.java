package io.truebook.projection.store;

import io.truebook.projection.store.BatchProbe.Question;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The writer's own connection: opened when needed, given up when in doubt.
 *
 * <p>It speaks in pipelines, each one round trip: lock and probe, then write and commit. Not
 * thread-safe; it belongs to the writer's thread.
 */
final class WriterSession {

    /**
     * Plans made while tables are still empty would scan them for ever after, so only index plans
     * are allowed, and they are made once. The server gives the connection of a frozen node up, so
     * that it cannot hold the head.
     */
    private static final List<String> PINNED =
            List.of(
                    "set enable_seqscan = off",
                    "set enable_hashjoin = off",
                    "set enable_mergejoin = off",
                    "set enable_bitmapscan = off",
                    "set jit = off",
                    "set plan_cache_mode = force_generic_plan",
                    "set tcp_keepalives_idle = 5",
                    "set tcp_keepalives_interval = 2",
                    "set tcp_keepalives_count = 3",
                    "set tcp_user_timeout = 10000");

    private final DataSource unpooled;
    private final Duration timeout;
    private final Map<Set<Question>, PreparedStatement> probes = new HashMap<>();
    private final Map<Set<BatchTable>, PreparedStatement> writes = new HashMap<>();
    private @Nullable Connection connection;

    /** From when on books are open, as of the close the head named when they were read. */
    private Map<String, Instant> openFrom = Map.of();

    private long closeRead;

    WriterSession(DataSource unpooled, Duration timeout) {
        this.unpooled = unpooled;
        this.timeout = timeout;
    }

    /** Begins a transaction, takes the head and reads what the batch must know. */
    BatchProbe.Found lockAndProbe(BatchProbe batch) throws SQLException {
        var open = connection();
        var probe = probes.get(batch.questions());
        if (probe == null) {
            probe = open.prepareStatement(batch.sql());
            probes.put(Set.copyOf(batch.questions()), probe);
        }
        batch.bind(probe);
        return batch.read(probe);
    }

    /** The tree over the journal up to the head that was just locked. */
    BatchSeal seal(BatchProbe.Head head) throws SQLException {
        return BatchSeal.under(head, connection());
    }

    /**
     * From when on books are open at the head that was just locked; read again only where something
     * was closed since.
     */
    OpenBooks openBooks(BatchProbe.Head head) throws SQLException {
        if (head.lastClose() != closeRead) {
            openFrom = readOpenFrom();
            closeRead = head.lastClose();
        }
        return new OpenBooks(openFrom);
    }

    private Map<String, Instant> readOpenFrom() throws SQLException {
        Map<String, Instant> read = new HashMap<>();
        try (var ask = connection().createStatement();
                var rows = ask.executeQuery("select tenant, open_from from truebook.books")) {
            while (rows.next()) {
                read.put(rows.getString(1), rows.getObject(2, OffsetDateTime.class).toInstant());
            }
        }
        return read;
    }

    /** Writes and commits; an exception leaves open which of them failed. */
    void writeAndCommit(BatchWrite write) throws SQLException {
        var tables = write.tables();
        var statement = writes.get(tables.keySet());
        if (statement == null) {
            statement = connection().prepareStatement(pipeline(tables.keySet()));
            writes.put(Set.copyOf(tables.keySet()), statement);
        }
        int next = 1;
        for (var rows : tables.values()) {
            next = rows.bind(statement, next);
        }
        statement.execute();
    }

    private static String pipeline(Set<BatchTable> tables) {
        var sql = new StringBuilder();
        tables.forEach(table -> sql.append(table.sql()).append(";\n"));
        return sql.append("commit").toString();
    }

    /** Ends the transaction without effect; whether the connection is still of use. */
    boolean rollback() {
        try {
            if (connection == null || connection.isClosed()) {
                close();
                return false;
            }
            try (var statement = connection.createStatement()) {
                statement.execute("rollback");
            }
            return true;
        } catch (SQLException broken) {
            close();
            return false;
        }
    }

    /**
     * Whether a batch of ours was committed, asked under the head lock.
     *
     * <p>The lock proves that the transaction in doubt has ended: until then it held the head.
     */
    boolean isCommitted(long batchId, String writer) throws SQLException {
        var open = connection();
        try (var statement = open.createStatement()) {
            statement.execute("begin");
            statement.execute("select last_batch from truebook.ledger_head for update");
        }
        boolean committed;
        try (var ask =
                open.prepareStatement(
                        "select 1 from truebook.journal_batch where batch_id = ? and writer = ?")) {
            ask.setLong(1, batchId);
            ask.setString(2, writer);
            try (var rows = ask.executeQuery()) {
                committed = rows.next();
            }
        }
        try (var statement = open.createStatement()) {
            statement.execute("rollback");
        }
        return committed;
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = open();
        }
        return connection;
    }

    private Connection open() throws SQLException {
        var opened = unpooled.getConnection();
        try {
            opened.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis() * 2));
            try (var statement = opened.createStatement()) {
                for (var setting : PINNED) {
                    statement.execute(setting);
                }
                for (var limit :
                        List.of(
                                "statement_timeout",
                                "lock_timeout",
                                "idle_in_transaction_session_timeout")) {
                    statement.execute("set " + limit + " = " + timeout.toMillis());
                }
            }
            return opened;
        } catch (SQLException failed) {
            opened.close();
            throw failed;
        }
    }

    /** Gives the connection up; the next use opens another. */
    void close() {
        writes.clear();
        probes.clear();
        closeRead = 0;
        openFrom = Map.of();
        var old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException alreadyGone) {
                // Closing was all that was wanted of it.
                return;
            }
        }
    }
}
