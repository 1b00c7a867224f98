package io.truebook.contract.catalogue;

import io.truebook.contract.RunningLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A session of the tables' owner: what no customer sees, and what only an operator could do. */
final class OwnersSession implements AutoCloseable {

    private final Connection connection;

    OwnersSession(RunningLedger ledger) {
        try {
            connection = connect(ledger);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(RunningLedger ledger) throws SQLException {
        var known = new Properties();
        try (var file = Files.newBufferedReader(ledger.data().resolve("postgres.properties"))) {
            known.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%s/truebook".formatted(known.getProperty("port")),
                "truebook_owner",
                known.getProperty("password.owner"));
    }

    void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds whatever it locks until {@link #commit}. */
    void begin() {
        execute("begin");
    }

    void commit() {
        execute("commit");
    }

    /** The number a statement gives. */
    long number(String sql, String... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
