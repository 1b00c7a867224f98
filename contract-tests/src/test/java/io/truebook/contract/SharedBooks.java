package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The invariants of a ledger that several releases have written to, asked of its tables. */
final class SharedBooks {

    private static final List<String> MUST_BE_EMPTY =
            List.of(
                    "select max(global_index), count(*) from journal_event"
                            + " having max(global_index) <> count(*)",
                    "select last_index from ledger_head"
                            + " where last_index <> (select max(global_index) from journal_event)",
                    "select currency from account_balance group by currency"
                            + " having sum(posted_debits) <> sum(posted_credits)"
                            + " or sum(pending_debits) <> sum(pending_credits)",
                    "select account_id, currency from account_balance b where version <>"
                            + " (select count(*) from posting p where p.account_id = b.account_id"
                            + " and p.currency = b.currency)",
                    "select item from posting p join account a using (account_id)"
                            + " where a.name = 'provider:stripe:clearing' and layer = 'posted'"
                            + " and side = 'debit' group by item having count(*) > 1",
                    "select payment_id from provider_reference where object_kind = 'charge'"
                            + " group by payment_id having count(*) > 1");

    private SharedBooks() {}

    static void assertHold(TestDatabase database) throws SQLException {
        for (var sql : MUST_BE_EMPTY) {
            assertThat(rows(database, sql)).as(sql).isEmpty();
        }
        assertThat(rows(database, "select 1 from journal_event limit 1")).isNotEmpty();
    }

    static List<String> rows(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.ownerDataSource().getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    static void execute(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.ownerDataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
