package io.truebook.contract.crash;

import io.truebook.contract.FreePort;
import io.truebook.contract.RunningLedger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL that can be killed and started again: the embedded binaries, run by us, durable as
 * in production. The roles are those of an installation with a server of its own.
 */
final class DatabaseProcess implements AutoCloseable {

    static final String OWNER = "truebook_owner";
    static final String ROLE = "truebook";
    static final String NAME = "ledger";

    private static final String PASSWORD = "trusted-on-loopback";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path data;
    private final Path log;
    private final int port;
    private final Disk disk;
    private Process process;

    private DatabaseProcess(Path directory, int port, Disk disk) {
        this.data = directory.resolve("postgres");
        this.log = directory.resolve("postgres.log");
        this.port = port;
        this.disk = disk;
    }

    /** A new, empty database with its roles. */
    static DatabaseProcess create(Path directory) {
        return create(directory, Disk.ofTheMachine());
    }

    static DatabaseProcess create(Path directory, Disk disk) {
        var database = new DatabaseProcess(directory, FreePort.find(), disk);
        database.prepare();
        database.start();
        return database;
    }

    /** The library unpacks the binaries and makes the cluster; from then on we run it ourselves. */
    private void prepare() {
        try {
            Files.createDirectories(data.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var once =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setPort(port)
                        .setPGStartupWait(LIMIT)
                        .start()) {
            try (var connection = once.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                for (var role : List.of(OWNER, ROLE, "simulator")) {
                    statement.execute("create role " + role + " login password '" + PASSWORD + "'");
                }
                statement.execute("grant simulator to " + OWNER);
                statement.execute("create database " + NAME + " owner " + OWNER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts the server, after a crash too, and returns when it takes statements. */
    void start() {
        try {
            process =
                    new ProcessBuilder(disk.command(data, server()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** The server's command line but for its data directory. */
    private List<String> server() {
        var command = new ArrayList<>(List.of(binary().toString(), "-p", "" + port));
        for (var setting :
                List.of(
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "listen_addresses=localhost",
                        "unix_socket_directories=",
                        "shared_buffers=64MB",
                        "max_connections=80")) {
            command.addAll(List.of("-c", setting));
        }
        command.addAll(disk.settings());
        return command;
    }

    /** Returns when the server takes statements, if it recovers by itself too. */
    void awaitReady() {
        Awaitility.await("PostgreSQL; its log is " + log)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** kill -9 of the server and of every process of it. */
    void kill() {
        var all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        Awaitility.await("the end of PostgreSQL")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** kill -9 of one session's process, as a fault of the server; 0: any session's. */
    void killBackend(long backend) {
        long pid = backend == 0 ? anyBackend() : backend;
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Awaitility.await("the end of process " + pid)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private long anyBackend() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select pid from pg_stat_activity where usename = '"
                                        + ROLE
                                        + "' order by random() limit 1")) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Uses all space up that the server has, or gives it back. */
    void fillDisk(boolean full) {
        disk.fill(process.pid(), full);
    }

    int port() {
        return port;
    }

    /** As superuser and not through any wire: what an auditor is given. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?connectTimeout=5&sslmode=disable"
                        .formatted(port, NAME),
                "postgres",
                "");
    }

    /** As somebody who has no more rights to a place than the application. */
    Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?sslmode=disable".formatted(port, NAME),
                OWNER,
                PASSWORD);
    }

    /** Settings for an application that reaches the database through a port, unencrypted. */
    static List<String> settings(int through) {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://localhost:%d/%s".formatted(through, NAME)
                        + "?sslmode=disable&gssEncMode=disable",
                "--spring.datasource.username=" + ROLE,
                "--spring.datasource.password=" + PASSWORD,
                "--spring.flyway.user=" + OWNER,
                "--spring.flyway.password=" + PASSWORD);
    }

    @Override
    public void close() {
        kill();
    }

    private static Path binary() {
        var unpacked = RunningLedger.unpackedOnce();
        try (var versions = Files.list(unpacked)) {
            return versions.map(version -> version.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
