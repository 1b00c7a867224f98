package io.truebook.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged application as a process of its own, on a data directory that outlives it.
 *
 * <p>It is started as a user starts it, {@code java -jar}, and killed as an accident kills it.
 */
public final class RunningLedger implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path data;
    private final int port = FreePort.find();
    private final int simulatorPort = FreePort.find();
    private final List<String> settings;
    private volatile Process process;

    private RunningLedger(Path data, List<String> settings) {
        this.data = data;
        this.settings = List.copyOf(settings);
        this.process = launch();
    }

    /** Starts on a data directory; on an empty one this is a first start. */
    public static RunningLedger on(Path data, String... settings) {
        var ledger = new RunningLedger(data, List.of(settings));
        ledger.awaitReady();
        return ledger;
    }

    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    public URI simulator() {
        return URI.create("http://localhost:" + simulatorPort);
    }

    public Path data() {
        return data;
    }

    /** A client with the operator key that the first start wrote down. */
    public LedgerClient client() {
        return new LedgerClient(address(), read(data.resolve("operator.key")).strip());
    }

    /** Power cut for the application alone: its PostgreSQL lives on. */
    public void killApplication() {
        process.destroyForcibly().onExit().join();
    }

    /** Power cut for the application and its PostgreSQL. */
    public void killEverything() {
        killApplication();
        for (var server : postmasters()) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            awaitDeath(server);
        }
    }

    public void startAgain() {
        process = launch();
        awaitReady();
    }

    /** Whether the process lives; it may still be starting. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Runs a subcommand of the jar on the same data directory and gives its exit code. */
    public int run(String... command) {
        var all = new ArrayList<>(List.of(command));
        all.add("--truebook.data-directory=" + data);
        all.add("--truebook.simulator.port=" + simulatorPort);
        all.addAll(settings);
        try {
            var running = java(all, data.resolve("command.log"));
            if (!running.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("Still running: " + String.join(" ", command));
            }
            return running.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String log() {
        return read(data.resolve("application.log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                killEverything();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Whatever the shutdown left behind must not live longer than the test.
        postmasters().forEach(ProcessHandle::destroyForcibly);
    }

    private Process launch() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--server.port=" + port,
                                "--truebook.simulator.port=" + simulatorPort,
                                "--truebook.data-directory=" + data,
                                "--truebook.postgres.binaries-directory=" + unpackedOnce()));
        arguments.addAll(settings);
        return java(arguments, data.resolve("application.log"));
    }

    /** The packaged jar as a process that writes into a log. */
    public static Process java(List<String> arguments, Path log) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        // A process that lives for a minute does not repay the optimizing compiler.
        command.add("-XX:TieredStopAtLevel=1");
        // Nothing the product writes may depend on where it runs.
        command.addAll(List.of("-Duser.language=de", "-Duser.country=DE"));
        command.add("-jar");
        command.add(jar().toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(log.getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's binaries, shared by all tests of this machine. */
    public static Path unpackedOnce() {
        return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
    }

    private static Path jar() {
        return Path.of(System.getProperty("truebook.jar")).toAbsolutePath().normalize();
    }

    private void awaitReady() {
        var anonymous = new LedgerClient(address(), "");
        Awaitility.await("the application to be ready; its log:\n" + data)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("The application ended:\n" + log());
                    }
                    return anonymous.get("/actuator/health/readiness").status() == 200;
                });
    }

    private static void awaitDeath(ProcessHandle handle) {
        Awaitility.await("the end of process " + handle.pid())
                .atMost(Duration.ofSeconds(30))
                .until(() -> !handle.isAlive());
    }

    /** The servers whose data is below our directory, by the files they leave there. */
    private List<ProcessHandle> postmasters() {
        try (var files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("postmaster.pid"))
                    .map(file ->
                            Long.parseLong(read(file).lines().findFirst().orElse("-1").strip()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // The server removes files while we look: then it is on its way out.
            return List.of();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
