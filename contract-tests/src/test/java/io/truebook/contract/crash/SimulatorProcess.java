package io.truebook.contract.crash;

import io.truebook.contract.FreePort;
import io.truebook.contract.LedgerClient;
import io.truebook.contract.RunningLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The simulated provider as a process with a database of its own: no kill reaches its books. */
final class SimulatorProcess implements AutoCloseable {

    static final String API_KEY = "sk_test_truebook_simulator";
    static final String SECRET = "whsec_only_for_crash_tests";

    private final int port = FreePort.find();
    private final LedgerClient control =
            new LedgerClient(URI.create("http://localhost:" + port), "");
    private final Path log;
    private final Process process;

    private SimulatorProcess(Path directory) {
        log = directory.resolve("simulator.log");
        process =
                RunningLedger.java(
                        List.of(
                                "simulator",
                                "--port",
                                "" + port,
                                "--truebook.data-directory=" + directory,
                                "--truebook.postgres.binaries-directory="
                                        + RunningLedger.unpackedOnce()),
                        log);
    }

    /** Starts it; {@link #awaitReady} says when it can be asked. */
    static SimulatorProcess launch(Path directory) {
        return new SimulatorProcess(directory);
    }

    void awaitReady() {
        Awaitility.await("the simulator; its log is " + log)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("The simulator ended:\n" + read(log));
        }
        return control.get("/_simulator/settings").status() == 200;
    }

    int port() {
        return port;
    }

    /** Sends events to this application from now on, and soon again when it is away. */
    void deliverTo(URI ledger) {
        post(
                "/_simulator/webhooks/endpoints",
                """
                {"endpoints": [{"url": "%s/webhooks/stripe", "secrets": ["%s"],
                    "first_retry_ms": 200}]}\
                """
                        .formatted(ledger, SECRET));
    }

    /** From now on counts the requests that come in; its name asks for their number. */
    String countRequests(String method, String path) {
        return post(
                        "/_simulator/faults",
                        """
                        {"kind": "latency", "delay_ms": 0, "probability": 1, "method": "%s",
                         "path": "%s"}\
                        """
                                .formatted(method, path))
                .get("id")
                .asString();
    }

    long counted(String counter) {
        for (var fault : control.get("/_simulator/faults").json().get("data")) {
            if (fault.get("id").asString().equals(counter)) {
                return fault.get("matched").asLong();
            }
        }
        throw new AssertionError("Nothing is counted as " + counter);
    }

    /** Whatever is still owed is due now. */
    void flush() {
        post("/_simulator/webhooks/flush", "{}");
    }

    /** Deliveries that were not yet answered with 2xx. */
    long owed() {
        return control.get("/_simulator/webhooks").json().get("owed").asLong();
    }

    /** What the provider itself counts. */
    JsonNode books() {
        return control.get("/_simulator/books").json();
    }

    /** What the provider itself counts for one operation. */
    JsonNode books(String operation) {
        return control.get("/_simulator/books?operation=" + operation).json();
    }

    private JsonNode post(String path, String json) {
        var answer =
                control.send(
                        control.request(path)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json)));
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": " + answer.text());
        }
        return answer.json();
    }

    @Override
    public void close() {
        process.destroy();
        Awaitility.await("the end of the simulator")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !process.isAlive());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
