package io.truebook.api.operations;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The first minute of a new embedded server: roles with passwords, the database, then no way in
 * without a password. Until the last step it trusts loopback, which is why it comes before anything
 * worth stealing.
 */
final class PostgresBootstrap {

    private static final String ONLY_BY_PASSWORD =
            """
            # Written by Truebook: loopback, and only with a password.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;

    private PostgresBootstrap() {}

    static void run(EmbeddedPostgres server, PostgresFile file, Path folder)
            throws SQLException, IOException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements(file)) {
                statement.execute(sql);
            }
            prepareSimulator(server);
            Files.writeString(folder.resolve("pg_hba.conf"), ONLY_BY_PASSWORD);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** The simulator may be started before the ledger ever was. */
    private static void prepareSimulator(EmbeddedPostgres server) throws SQLException {
        try (var connection = server.getDatabase("postgres", "truebook").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create schema simulator authorization truebook_owner");
            statement.execute("grant usage, create on schema simulator to simulator");
        }
    }

    /** The passwords are hexadecimal digits of our own making, so they need no quoting. */
    private static List<String> statements(PostgresFile file) {
        return List.of(
                "alter role postgres password '" + file.superuserPassword() + "'",
                "create role truebook_owner login password '" + file.ownerPassword() + "'",
                "create role truebook login password '" + file.applicationPassword() + "'",
                "create role simulator login password '" + file.simulatorPassword() + "'",
                "create database truebook owner truebook_owner",
                "revoke connect on database postgres from public");
    }
}
