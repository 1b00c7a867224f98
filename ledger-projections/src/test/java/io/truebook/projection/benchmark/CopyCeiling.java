package io.truebook.projection.benchmark;

import io.truebook.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The ceiling: the very rows that ours has just written, copied into the same tables (indexes and
 * the balance check included) of another database by one session that decides nothing, one commit
 * for as many commands as a batch of ours held.
 *
 * <p>Balances cannot be copied over, so their rows go into a table of the same shape, keyed by the
 * event too. The text to copy is made beforehand and not timed.
 */
final class CopyCeiling implements AutoCloseable {

    /** A table to copy into, and which rows belong to the events of a batch. */
    private record Part(String table, String rows) {}

    private static final List<Part> PARTS =
            List.of(
                    of("journal_event", "global_index"),
                    of("transaction_register", "first_index"),
                    of("posting", "global_index"),
                    of("journal_batch", "first_index"),
                    of("journal_seal", "tree_size"),
                    new Part(
                            "copied_balance",
                            """
                            select (jsonb_populate_record(b,
                                jsonb_build_object('updated_index', %2$d))).*
                            from truebook.account_balance b where (account_id, currency) in
                                (select account_id, currency from truebook.posting
                                    where global_index between %1$d and %2$d)\
                            """));

    private static Part of(String table, String index) {
        return new Part(
                table,
                "select * from truebook." + table + " where " + index + " between %d and %d");
    }

    /** The rows of one commit, as text per table. */
    private record Batch(long lastIndex, List<byte[]> texts) {}

    private final TestDatabase database = TestDatabase.fresh();
    private final List<Batch> batches = new ArrayList<>();
    private final int batchSize;

    /** Takes what a ledger wrote last, in batches of this size. */
    CopyCeiling(TestDatabase written, int batchSize, int count) {
        this.batchSize = batchSize;
        MeasuredLedger.openAccounts(database, ClosedLoop.ACCOUNTS);
        MeasuredLedger.execute(
                database,
                """
                create table truebook.copied_balance (like truebook.account_balance
                    including defaults) with (fillfactor = 70);
                alter table truebook.copied_balance
                    add primary key (account_id, currency, updated_index);
                grant insert on truebook.copied_balance to truebook\
                """);
        // So that the rows of a batch are found; not timed, and gone before ours goes on.
        MeasuredLedger.execute(
                written,
                """
                create index for_copies on truebook.transaction_register (first_index);
                create index for_copies_too on truebook.journal_batch (first_index)\
                """);
        try (var source = written.ownerDataSource().getConnection();
                var head =
                        source.createStatement()
                                .executeQuery("select last_index from truebook.ledger_head")) {
            head.next();
            long first = Math.max(1, head.getLong(1) - (long) batchSize * count + 1);
            for (int i = 0; i < count; i++, first += batchSize) {
                batches.add(read(source, first, first + batchSize - 1));
            }
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
        MeasuredLedger.execute(written, "drop index truebook.for_copies, truebook.for_copies_too");
    }

    private static Batch read(Connection source, long first, long last)
            throws SQLException, IOException {
        var copy = source.unwrap(PGConnection.class).getCopyAPI();
        var texts = new ArrayList<byte[]>();
        for (var part : PARTS) {
            texts.add(copied(copy, part.rows().formatted(first, last)));
        }
        return new Batch(last, texts);
    }

    private static byte[] copied(CopyManager copy, String query) throws SQLException, IOException {
        var text = new ByteArrayOutputStream();
        copy.copyOut("copy (" + query + ") to stdout", text);
        return text.toByteArray();
    }

    TestDatabase database() {
        return database;
    }

    /** Commands a second over all batches, and CPU time for each. */
    ClosedLoop.Result run(CpuClock clock) throws SQLException, IOException {
        var latencies = new long[batches.size()];
        try (var session = database.dataSource().getConnection()) {
            session.setAutoCommit(false);
            var copy = session.unwrap(PGConnection.class).getCopyAPI();
            var before = clock.read();
            long begin = System.nanoTime();
            for (int i = 0; i < latencies.length; i++) {
                long start = System.nanoTime();
                write(session, copy, batches.get(i));
                latencies[i] = System.nanoTime() - start;
            }
            double elapsed = (System.nanoTime() - begin) / 1e9;
            var used = clock.read().minus(before);
            double commands = (double) batchSize * latencies.length;
            Arrays.sort(latencies);
            return new ClosedLoop.Result(
                    commands / elapsed,
                    latencies[latencies.length / 2] / 1e6,
                    latencies[(int) (latencies.length * 0.99)] / 1e6,
                    used.jvm() / commands,
                    used.server() / commands);
        }
    }

    private static void write(Connection session, CopyManager copy, Batch batch)
            throws SQLException, IOException {
        try (var head = session.createStatement()) {
            head.execute("update truebook.ledger_head set last_index = " + batch.lastIndex());
        }
        for (int i = 0; i < PARTS.size(); i++) {
            copyIn(copy, PARTS.get(i).table(), batch.texts().get(i));
        }
        session.commit();
    }

    private static void copyIn(CopyManager copy, String table, byte[] text)
            throws SQLException, IOException {
        if (text.length > 0) {
            copy.copyIn("copy truebook." + table + " from stdin", new ByteArrayInputStream(text));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
