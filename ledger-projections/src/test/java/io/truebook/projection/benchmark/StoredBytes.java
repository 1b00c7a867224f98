package io.truebook.projection.benchmark;

import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What a command costs on disk: heap, indexes and write-ahead log, by table. */
final class StoredBytes {

    private record Size(long heap, long indexes) {}

    private record Reading(long commands, double walPosition, Map<String, Size> tables) {}

    private static final String TABLES =
            """
            select relname, pg_table_size(oid), pg_indexes_size(oid) from pg_class
            where relnamespace = 'truebook'::regnamespace and relkind = 'r'\
            """;

    private static final String POSITION =
            """
            select (select last_index from truebook.ledger_head),
                pg_current_wal_lsn() - '0/0'::pg_lsn\
            """;

    private final TestDatabase database;
    private final Reading before;

    StoredBytes(TestDatabase database) {
        this.database = database;
        MeasuredLedger.execute(database, "vacuum analyze");
        this.before = read();
    }

    private Reading read() {
        try (var connection = database.ownerDataSource().getConnection();
                var statement = connection.createStatement()) {
            var tables = new TreeMap<String, Size>();
            try (var rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.put(rows.getString(1), new Size(rows.getLong(2), rows.getLong(3)));
                }
            }
            try (var position = statement.executeQuery(POSITION)) {
                position.next();
                return new Reading(position.getLong(1), position.getDouble(2), tables);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Prints what the commands since then have added, for each of them. */
    void print() {
        var after = read();
        double commands = after.commands() - before.commands();
        System.out.printf("%-24s %8s %8s   bytes a command%n", "table", "heap", "indexes");
        double heap = 0;
        double indexes = 0;
        for (var table : after.tables().entrySet()) {
            var was = before.tables().getOrDefault(table.getKey(), new Size(0, 0));
            double moreHeap = (table.getValue().heap() - was.heap()) / commands;
            double moreIndexes = (table.getValue().indexes() - was.indexes()) / commands;
            if (moreHeap + moreIndexes >= 1) {
                System.out.printf("%-24s %8.0f %8.0f%n", table.getKey(), moreHeap, moreIndexes);
            }
            heap += moreHeap;
            indexes += moreIndexes;
        }
        System.out.printf("%-24s %8.0f %8.0f%n", "all", heap, indexes);
        System.out.printf(
                "%-24s %8.0f%n",
                "write-ahead log", (after.walPosition() - before.walPosition()) / commands);
    }
}
