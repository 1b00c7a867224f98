package io.truebook.projection.rebuild;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the rows in use with those that were derived, one by one.
 *
 * <p>In two parts that together are every row: what cannot have changed behind a position at
 * leisure, the rest when nothing moves.
 */
final class Comparison {

    /** How many rows differ, and the first of them in words. */
    record Difference(long rows, String first) {}

    private Comparison() {}

    /** Rows that have not changed behind the position. */
    static Optional<Difference> settled(Connection connection, DerivedTable table, long position)
            throws SQLException {
        return find(connection, table, "where not (" + touched(table, position) + ")");
    }

    /** Rows that may have changed behind a position. */
    static Optional<Difference> since(Connection connection, DerivedTable table, long position)
            throws SQLException {
        return find(connection, table, "where (" + touched(table, position) + ")");
    }

    /** The same without those that may have changed behind another position too. */
    static Optional<Difference> between(
            Connection connection, DerivedTable table, long position, long upTo)
            throws SQLException {
        return find(
                connection,
                table,
                "where (%s) and not (%s)"
                        .formatted(touched(table, position), touched(table, upTo)));
    }

    private static String touched(DerivedTable table, long position) {
        return table.touched().replace("{position}", Long.toString(position));
    }

    private static Optional<Difference> find(
            Connection connection, DerivedTable table, String which) throws SQLException {
        if (!Sql.exists(connection, table.live())) {
            return Optional.of(new Difference(0, table.name() + " is not there"));
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql(table, which))) {
            return rows.next()
                    ? Optional.of(new Difference(rows.getLong(1), text(table, rows)))
                    : Optional.empty();
        }
    }

    private static String sql(DerivedTable table, String which) {
        List<String> shown = new ArrayList<>();
        for (var column : table.columns()) {
            shown.add("l." + column + "::text");
            shown.add("n." + column + "::text");
        }
        return """
        select count(*) over (), %s
        from (select * from %s r %s) l
        full join (select * from %s r %s) n using (%s)
        where (%s) is distinct from (%s)
        order by %s limit 1\
        """
                .formatted(
                        String.join(", ", shown),
                        table.live(),
                        which,
                        table.made(),
                        which,
                        String.join(", ", table.key()),
                        of("l", table.columns()),
                        of("n", table.columns()),
                        table.key().stream()
                                .map(column -> "coalesce(l.%s, n.%s)".formatted(column, column))
                                .collect(Collectors.joining(", ")));
    }

    private static String of(String side, List<String> columns) {
        return columns.stream()
                .map(column -> side + "." + column)
                .collect(Collectors.joining(", "));
    }

    private static String text(DerivedTable table, ResultSet row) throws SQLException {
        var name = new StringBuilder(table.name());
        String said = "";
        boolean stored = false;
        boolean derived = false;
        for (int i = 0; i < table.columns().size(); i++) {
            var column = table.columns().get(i);
            var is = row.getString(2 + 2 * i);
            var follows = row.getString(3 + 2 * i);
            stored |= is != null;
            derived |= follows != null;
            if (table.key().contains(column)) {
                name.append(' ').append(column).append('=').append(is == null ? follows : is);
            } else if (said.isEmpty() && !Objects.equals(is, follows)) {
                said = said(column, is, follows);
            }
        }
        if (!stored) {
            return name + " is missing";
        }
        return name + (derived ? said : " follows from no event");
    }

    private static String said(String column, Object is, Object follows) {
        // A client's own words are nobody's business in an operator's terminal.
        return column.equals("reference")
                ? ": reference differs"
                : ": %s is %s, from the events it is %s".formatted(column, is, follows);
    }
}
