package io.truebook.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of a default start. Each test starts one, so each proves several things. */
class EmbeddedPostgresTest {

    private final List<String> durability =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    @TempDir Path data;
    private LedgerSettings settings;
    private EmbeddedPostgres server;

    @BeforeEach
    void start() {
        var unpackedOnce = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        settings = new LedgerSettings(data, new LedgerSettings.Postgres(0, unpackedOnce));
        server = EmbeddedPostgres.start(settings);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void it_keeps_what_it_acknowledges() throws Exception {
        for (String setting : durability) {
            assertThat(ask("show " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void it_lets_nobody_in_without_a_password() {
        assertThatThrownBy(() ->
                        DriverManager.getConnection(server.database().url(), "postgres", "guessed"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(PosixFilePermissions.toString(permissions("postgres.properties")))
                .isEqualTo("rw-------");
    }

    @Test
    void a_second_application_on_its_data_is_refused_and_may_join_by_jdbc() throws Exception {
        assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("in use by another Truebook")
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        assertThat(EmbeddedPostgres.running(data)).contains(server.database());
    }

    @Test
    void a_restart_keeps_port_and_data_whoever_has_the_old_process_id_now() throws Exception {
        String url = server.database().url();
        execute("create table truebook.kept as select 42 as answer");
        server.close();
        // As a power cut leaves it, when the process id has come to belong to somebody else.
        Files.writeString(
                data.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\nx\n0\n1\n");

        server = EmbeddedPostgres.start(settings);

        assertThat(server.database().url()).isEqualTo(url);
        assertThat(ask("select answer from truebook.kept")).isEqualTo("42");
    }

    @Test
    void a_database_without_its_passwords_is_refused_and_left_alone() throws IOException {
        server.close();
        Files.delete(PostgresFile.path(data));

        assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("passwords are gone");
        assertThat(data.resolve("postgres/PG_VERSION")).exists();
    }

    private String ask(String sql) throws SQLException {
        var owner = server.database().owner();
        try (var connection =
                        DriverManager.getConnection(
                                server.database().url(), owner.user(), owner.password());
                var answer = connection.createStatement().executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        var owner = server.database().owner();
        try (var connection =
                        DriverManager.getConnection(
                                server.database().url(), owner.user(), owner.password());
                var statement = connection.createStatement()) {
            statement.execute("create schema if not exists truebook");
            statement.execute(sql);
        }
    }

    private Set<PosixFilePermission> permissions(String name) {
        try {
            return Files.getPosixFilePermissions(data.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
