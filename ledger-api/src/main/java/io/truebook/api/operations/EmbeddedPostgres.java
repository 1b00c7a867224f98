package io.truebook.api.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Our own PostgreSQL 18, kept in the data directory.
 *
 * <p>Durable: fsync and synchronous_commit are on, which the library switches off. It outlives a
 * {@code kill -9} of the application; the next start finds it on its port and goes on with it.
 * Reached by password on loopback only. Stopped last, by whoever holds it, not by a hook that races
 * with Spring's.
 */
public final class EmbeddedPostgres implements DatabaseServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final DataLock lock;
    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final LedgerDatabase database;

    private EmbeddedPostgres(
            DataLock lock,
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server,
            LedgerDatabase database) {
        this.lock = lock;
        this.server = server;
        this.database = database;
    }

    /**
     * Refuses, with what to do, a data directory that is in use, damaged or without its passwords.
     */
    static EmbeddedPostgres start(LedgerSettings settings) {
        Path data = settings.data();
        try {
            PrivateFile.createDirectory(data);
            var lock = DataLock.take(data);
            try {
                return start(settings, data, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + data + " cannot be used", e);
        }
    }

    /** The server of this data directory if one answers now, started by whomever. */
    static Optional<LedgerDatabase> running(Path data) throws IOException {
        var file = PostgresFile.read(data);
        var port = new Postmaster(folder(data)).runningOn();
        return file.isPresent() && port.isPresent()
                ? Optional.of(file.get().withPort(port.getAsInt()).database())
                : Optional.empty();
    }

    private static EmbeddedPostgres start(LedgerSettings settings, Path data, DataLock lock)
            throws IOException {
        Path folder = folder(data);
        var known = PostgresFile.read(data);
        if (known.isEmpty() && Files.exists(folder.resolve("PG_VERSION"))) {
            throw new StartRefused(
                    "There is a database in " + folder + " but its passwords are gone.",
                    "Restore " + PostgresFile.path(data) + ", or move the database away.");
        }
        if (known.isPresent() && !known.get().ready()) {
            // Killed during the very first start: nothing can have been recorded yet.
            FileSystemUtils.deleteRecursively(folder);
        }
        int port = choosePort(settings.postgres().port(), known.orElse(null), folder);
        var file = known.orElseGet(() -> PostgresFile.create(port)).withPort(port);
        if (!known.equals(Optional.of(file))) {
            file.write(data);
        }
        var server = startServer(settings, data, file);
        try {
            if (!file.ready()) {
                PostgresBootstrap.run(server, file, folder);
                file.nowReady().write(data);
            }
            return new EmbeddedPostgres(lock, server, file.database());
        } catch (SQLException e) {
            server.close();
            throw new IOException("The new database could not be prepared", e);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres startServer(
            LedgerSettings settings, Path data, PostgresFile file) throws IOException {
        Path configured = settings.postgres().binariesDirectory();
        Path binaries = configured == null ? data.resolve("postgres-binaries") : configured;
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toAbsolutePath().toFile())
                .setDataDirectory(folder(data))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setPort(file.port())
                .setConnectConfig("password", file.superuserPassword())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "256MB")
                // A checkpoint makes commits wait for its syncs and the pages after it twice as
                // dear: under full load one every two minutes, not every half.
                .setServerConfig("max_wal_size", "4GB")
                // Its log belongs beside its data, and must not hang on a pipe of a JVM that dies.
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", "log")
                .setServerConfig("unix_socket_directories", "")
                .start();
    }

    private static int choosePort(int wanted, @Nullable PostgresFile known, Path folder)
            throws IOException {
        OptionalInt running = new Postmaster(folder).runningOn();
        if (running.isPresent()) {
            LOG.info("The database of {} is still running: going on with it.", folder);
            return running.getAsInt();
        }
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new StartRefused(
                        "Port " + wanted + " for the embedded PostgreSQL is taken.",
                        "Free it, or set another truebook.postgres.port (0: any free one).");
            }
            return wanted;
        }
        return known != null && isFree(known.port()) ? known.port() : freePort();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path folder(Path data) {
        return data.resolve("postgres");
    }

    @Override
    public LedgerDatabase database() {
        return database;
    }

    @Override
    public void close() {
        try (lock) {
            server.close();
        } catch (IOException e) {
            LOG.warn(
                    "The embedded PostgreSQL did not stop cleanly; it recovers at the next start.",
                    e);
        }
    }
}
