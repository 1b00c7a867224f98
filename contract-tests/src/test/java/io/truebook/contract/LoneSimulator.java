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

/** The provider as a process with books of its own, which no fate of the ledger's data touches. */
public final class LoneSimulator implements AutoCloseable {

    public static final String API_KEY = "sk_test_truebook_simulator";
    public static final String SECRET = "whsec_of_the_lone_simulator";

    private final Path data;
    private final int port = FreePort.find();
    private Process process;

    private LoneSimulator(Path data) {
        this.data = data;
    }

    /** One that is not started yet: a ledger needs its address first. */
    public static LoneSimulator in(Path data) {
        return new LoneSimulator(data);
    }

    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    /** What a ledger needs to know to call it. */
    public String[] settings() {
        return new String[] {
            "--truebook.providers.stripe.api-key=" + API_KEY,
            "--truebook.providers.stripe.api-base=" + address(),
            "--truebook.providers.stripe.webhook-secrets=" + SECRET
        };
    }

    public void start(URI ledger) {
        start(List.of("--webhook-url", ledger + "/webhooks/stripe", "--webhook-secret", SECRET));
    }

    /** Tells nobody anything until it is told whom, over {@code /_simulator/webhooks/endpoints}. */
    public void startSilently() {
        start(List.of());
    }

    private void start(List<String> options) {
        var binaries = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                Path.of(System.getProperty("truebook.jar"))
                                        .toAbsolutePath()
                                        .toString(),
                                "simulator",
                                "--port",
                                Integer.toString(port)));
        command.addAll(options);
        command.add("--truebook.data-directory=" + data);
        command.add("--truebook.postgres.binaries-directory=" + binaries);
        try {
            Files.createDirectories(data);
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            data.resolve("simulator.log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var client = new LedgerClient(address(), "");
        Awaitility.await("the simulator; its log is in " + data)
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> client.get("/_simulator/books").status() == 200);
    }

    /** For whoever measures what it uses. */
    public long pid() {
        return process.pid();
    }

    /** How often it has charged, all operations together. */
    long charges() {
        long all = 0;
        var books = new LedgerClient(address(), "").get("/_simulator/books");
        for (var entry : books.json().get("operations")) {
            all += entry.get("charges").asLong();
        }
        return all;
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
