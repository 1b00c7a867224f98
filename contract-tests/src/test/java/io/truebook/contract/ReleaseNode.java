package io.truebook.contract;

import io.truebook.testing.TestDatabase;
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

/** A process of some release, on a database that processes of other releases share. */
final class ReleaseNode implements AutoCloseable {

    private static final String SIMULATOR_KEY = "sk_test_truebook_simulator";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path jar;
    private final Path folder;
    private final List<String> arguments;
    private final int port;
    private Process process;

    private ReleaseNode(Path jar, Path folder, List<String> arguments, int port) {
        this.jar = jar;
        this.folder = folder;
        this.arguments = arguments;
        this.port = port;
        this.process = java(jar, arguments, folder.resolve("node.log"));
    }

    /** Starts the application and returns when it is ready. */
    static ReleaseNode application(Path jar, Path folder, TestDatabase database, int simulator) {
        int port = FreePort.find();
        var arguments = new ArrayList<>(database(database));
        arguments.add("--server.port=" + port);
        arguments.add("--truebook.data-directory=" + folder);
        arguments.add("--truebook.providers.stripe.api-key=" + SIMULATOR_KEY);
        arguments.add("--truebook.providers.stripe.api-base=http://localhost:" + simulator);
        arguments.add("--truebook.dispatcher.schedule=1s,1s,2s");
        var node = new ReleaseNode(jar, folder, arguments, port);
        node.awaitAnswer("/actuator/health/readiness");
        return node;
    }

    /** Starts the simulated provider, with its books in its own schema of the same database. */
    static ReleaseNode simulator(Path jar, Path folder, TestDatabase database, int port) {
        var arguments = new ArrayList<>(List.of("simulator", "--port", "" + port));
        arguments.addAll(database(database));
        arguments.add("--truebook.data-directory=" + folder);
        var node = new ReleaseNode(jar, folder, arguments, port);
        node.awaitAnswer("/_simulator/settings");
        return node;
    }

    /** Derives everything again from the first event; the exit code. */
    static int verify(Path jar, Path folder, TestDatabase database) {
        var arguments = new ArrayList<>(List.of("verify"));
        arguments.addAll(database(database));
        arguments.add("--truebook.data-directory=" + folder);
        try {
            var verify = java(jar, arguments, folder.resolve("verify.log"));
            if (!verify.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                verify.destroyForcibly();
                throw new AssertionError("verify still runs");
            }
            return verify.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    LedgerClient client(String key) {
        return new LedgerClient(URI.create("http://localhost:" + port), key);
    }

    /** What the first start on a database wrote down. */
    String operatorKey() {
        try {
            return Files.readString(folder.resolve("operator.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As an orderly stop in an upgrade: what is under way is finished. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    void startAgain() {
        process = java(jar, arguments, folder.resolve("node.log"));
        awaitAnswer("/actuator/health/readiness");
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitAnswer(String path) {
        Awaitility.await("an answer; the log is " + folder.resolve("node.log"))
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || isAnswered(path));
        if (!process.isAlive()) {
            throw new AssertionError("It ended; the log is " + folder.resolve("node.log"));
        }
    }

    private boolean isAnswered(String path) {
        try {
            return client("").get(path).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static List<String> database(TestDatabase database) {
        return List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + TestDatabase.ROLE,
                "--spring.datasource.password=" + TestDatabase.PASSWORD,
                "--spring.flyway.user=" + TestDatabase.OWNER,
                "--spring.flyway.password=" + TestDatabase.PASSWORD);
    }

    private static Process java(Path jar, List<String> arguments, Path log) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
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
}
