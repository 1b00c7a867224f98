package io.truebook.contract.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books, checked with SQL of our own, straight on PostgreSQL: invariants 1 to 4.
 *
 * <p>Each statement of {@link #NEVER} looks for what must not be; a row is a finding. What was seen
 * once is remembered as a digest, and must be the same at every later check.
 */
final class JournalAudit {

    private static final Map<String, String> NEVER = never();

    /** What may only grow, and up to where it was seen: text of all rows, in order. */
    private static final String DIGEST =
            """
            select coalesce(max(i), 0), coalesce(max(b), 0), count(*),
                md5(coalesce(string_agg(h, '' order by i, l, b), ''))
            from (
                select global_index as i, 0 as b, -1 as l, md5(e::text) as h
                from truebook.journal_event e
                union all
                select global_index, 0, leg, md5(p::text) from truebook.posting p
                union all
                select last_index, batch_id, -2, md5(b::text) from truebook.journal_batch b
            ) seen where i <= ? and b <= ?
            """;

    private final DatabaseProcess database;
    private Digest seen = new Digest(0, 0, 0, "");

    JournalAudit(DatabaseProcess database) {
        this.database = database;
    }

    /** Everything that is wrong now, in one snapshot. */
    List<String> check() {
        var wrong = new ArrayList<String>();
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            for (var rule : NEVER.entrySet()) {
                find(connection, rule.getKey(), rule.getValue(), wrong);
            }
            compareWithEarlier(connection, wrong);
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return wrong;
    }

    /** The index of the last event that was checked. */
    long seenUpTo() {
        return seen.upTo();
    }

    private static void find(Connection connection, String rule, String sql, List<String> wrong)
            throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql + " limit 3")) {
            while (rows.next()) {
                var row = new StringBuilder(rule).append(':');
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(' ')
                            .append(rows.getMetaData().getColumnLabel(i))
                            .append('=')
                            .append(rows.getString(i));
                }
                wrong.add(row.toString());
            }
        }
    }

    private void compareWithEarlier(Connection connection, List<String> wrong) throws SQLException {
        var again = digest(connection, seen.upTo(), seen.upToBatch());
        if (!seen.text().isEmpty() && !again.equals(seen)) {
            wrong.add("what was written is not what it was: " + seen + ", now " + again);
        }
        seen = digest(connection, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * A batch may follow the last event and have none itself, so that batches are counted apart.
     */
    private record Digest(long upTo, long upToBatch, long rows, String text) {}

    private static Digest digest(Connection connection, long upTo, long upToBatch)
            throws SQLException {
        try (var statement = connection.prepareStatement(DIGEST)) {
            statement.setLong(1, upTo);
            statement.setLong(2, upToBatch);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return new Digest(
                        rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getString(4));
            }
        }
    }

    private static Map<String, String> never() {
        var never = new LinkedHashMap<String, String>();
        never.put(
                "the index has a gap, or the head is not at its end",
                """
                select count(*), min(global_index), max(global_index), head.last_index
                from truebook.journal_event, truebook.ledger_head head group by head.last_index
                having count(*) <> max(global_index) or min(global_index) <> 1
                    or max(global_index) <> head.last_index\
                """);
        never.put(
                "events of a payment are not in order and without gaps",
                """
                select * from (select aggregate_id, global_index, sequence_number,
                    row_number() over (partition by aggregate_id order by global_index) - 1 as place
                    from truebook.journal_event) e where sequence_number <> place\
                """);
        never.put(
                "batches do not follow each other",
                """
                select * from (select batch_id, first_index, last_index,
                    coalesce(lag(batch_id) over w, 0) as before,
                    coalesce(lag(last_index) over w, 0) as ended
                    from truebook.journal_batch window w as (order by batch_id)) b
                where batch_id <> before + 1 or first_index <> ended + 1
                    or last_index < first_index - 1\
                """);
        never.put(
                "the head is not the last batch",
                """
                select head.*, b.batch_id, b.last_index as ended from truebook.ledger_head head
                left join truebook.journal_batch b on b.batch_id = head.last_batch
                where head.last_batch > 0 and b.last_index is distinct from head.last_index\
                """);
        never.putAll(BookRules.NEVER);
        never.putAll(TransactionRules.NEVER);
        return never;
    }
}
