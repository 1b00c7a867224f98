package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself refuses to rewrite the books: to the application and to the owner. */
@Tag("database")
class AppendOnlyDbTest {

    private final StoreFixture store = new StoreFixture();

    @BeforeEach
    void book() {
        store.writer.append(Appends.to("ch_1").transaction("t-1").event(0).booked(5).build());
    }

    @AfterEach
    void drop() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update truebook.journal_event set event_type = 'x'",
                "delete from truebook.journal_event",
                "truncate truebook.journal_event",
                "update truebook.posting set amount_minor = 1",
                "delete from truebook.posting",
                "truncate truebook.posting",
                "update truebook.journal_batch set last_index = 0",
                "delete from truebook.journal_batch",
            })
    void a_change_is_refused_to_role_owner_and_superuser(String change) throws SQLException {
        try (var role = store.database.dataSource().getConnection();
                var owner = store.database.ownerDataSource().getConnection();
                var superuser = store.database.connectAsSuperuser()) {
            assertThatThrownBy(() -> execute(role, change)).hasMessageContaining("permission");
            assertThatThrownBy(() -> execute(owner, change)).hasMessageContaining("append-only");
            execute(superuser, "set session_replication_role = replica");
            assertThatThrownBy(() -> execute(superuser, change))
                    .hasMessageContaining("append-only");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from truebook.transaction_register",
                "delete from truebook.account_balance",
                "delete from truebook.account",
                "delete from truebook.ledger_head",
                "update truebook.account set normal_side = 'debit'",
            })
    void the_application_may_not_remove_what_stands(String change) throws SQLException {
        try (var role = store.database.dataSource().getConnection()) {
            assertThatThrownBy(() -> execute(role, change)).hasMessageContaining("permission");
        }
    }

    @Test
    void postings_that_do_not_balance_are_refused_to_everybody() throws SQLException {
        try (var role = store.database.dataSource().getConnection();
                var owner = store.database.ownerDataSource().getConnection()) {
            for (var anybody : new Connection[] {role, owner}) {
                assertThatThrownBy(() -> execute(anybody, posting("(9, 0, 'debit', 5)")))
                        .hasMessageContaining("do not balance");
                assertThatThrownBy(() ->
                                execute(
                                        anybody,
                                        posting("(9, 0, 'debit', 5), (9, 1, 'credit', 4)")))
                        .hasMessageContaining("do not balance");
            }
            execute(role, posting("(9, 0, 'debit', 5), (9, 1, 'credit', 5)"));
        }
    }

    @Test
    void a_second_head_is_refused() throws SQLException {
        try (var owner = store.database.ownerDataSource().getConnection()) {
            assertThatThrownBy(() ->
                            execute(
                                    owner,
                                    "insert into truebook.ledger_head (last_index,"
                                            + " last_batch, last_account)"
                                            + " values (0, 0, 0)"))
                    .hasMessageContaining("ledger_head");
        }
    }

    private static String posting(String values) {
        return "insert into truebook.posting select i, l, 'default', 1, 'EUR', 'posted', s, m, 1,"
                + " 1, 'x', now() from (values "
                + values
                + ") as k(i, l, s, m)";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
