package io.truebook.contract.catalogue;

import io.truebook.contract.RunningLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * While it is open the ledger's database takes no event of one payment: whoever works something
 * into that payment fails, and nobody else. By the owner of the tables, as only an operator could.
 */
final class UnwritablePayment implements AutoCloseable {

    private final Connection owner;

    UnwritablePayment(RunningLedger ledger, String charge) {
        try {
            owner = connect(ledger);
            execute(
                    """
                    create function truebook.refuse_a_payment() returns trigger language plpgsql as
                        $$ begin raise exception 'not now'; end $$
                    """);
            execute(
                    """
                    create trigger refuse_a_payment before insert on truebook.journal_event
                        for each row when (new.aggregate_id = '%s')
                        execute function truebook.refuse_a_payment()
                    """
                            .formatted(charge));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(RunningLedger ledger) throws SQLException, IOException {
        var known = new Properties();
        try (var file = Files.newBufferedReader(ledger.data().resolve("postgres.properties"))) {
            known.load(file);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%s/truebook".formatted(known.getProperty("port")),
                "truebook_owner",
                known.getProperty("password.owner"));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try (owner) {
            execute("drop trigger refuse_a_payment on truebook.journal_event");
            execute("drop function truebook.refuse_a_payment()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
