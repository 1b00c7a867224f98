package io.truebook.projection.rebuild;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The new tables of a projection: made from the migrations, put in place of the old, dropped. */
final class Shadow {

    private static final String COLUMNS =
            """
            select attname || ' ' || format_type(atttypid, atttypmod)
            from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
            order by 1\
            """;

    private final List<DerivedTable> tables;
    private final MigratedTables migrations;

    Shadow(List<DerivedTable> tables, MigratedTables migrations) {
        this.tables = List.copyOf(tables);
        this.migrations = migrations;
    }

    /** Takes away what a run that was killed has left, and what it has replaced. */
    static void clear(Connection work) throws SQLException {
        for (var schema : List.of(DerivedTable.MADE_IN, DerivedTable.PUT_IN)) {
            var left =
                    Sql.texts(
                            work,
                            "select format('%I.%I', schemaname, tablename) from pg_tables"
                                    + " where schemaname = ?",
                            schema);
            for (var table : left) {
                Sql.run(work, "drop table " + table + " cascade");
            }
        }
    }

    /** Empty tables with all that is on them; refuses when those in use have other columns. */
    void make(Connection work) throws SQLException {
        for (var table : tables) {
            for (var statement : migrations.definition(table.name(), DerivedTable.MADE_IN)) {
                Sql.run(work, statement);
            }
            var made = Sql.texts(work, COLUMNS, table.made());
            var live = Sql.texts(work, COLUMNS, table.live());
            if (!live.isEmpty() && !live.equals(made)) {
                throw new RebuildRefused(
                        "%s has other columns than the migrations of this program give it: %s, not %s"
                                .formatted(table.name(), live, made));
            }
        }
    }

    /** Changes places, in the transaction of the connection. */
    void swap(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (var table : tables) {
            if (Sql.exists(connection, table.live())) {
                statements.add("alter table " + table.live() + " set schema truebook_replaced");
            }
            statements.add("alter table " + table.made() + " set schema truebook");
        }
        Sql.run(connection, statements.toArray(String[]::new));
    }

    /** What the planner knows of the new tables; without it the first queries would be slow. */
    void analyze(Connection work) throws SQLException {
        for (var table : tables) {
            Sql.run(work, "analyze " + table.made());
        }
    }
}
