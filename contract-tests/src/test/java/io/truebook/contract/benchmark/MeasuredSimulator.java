package io.truebook.contract.benchmark;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LoneSimulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/** The provider of a measurement: it answers at once, and keeps books of its own all the same. */
final class MeasuredSimulator implements AutoCloseable {

    private final Path data;
    private final LoneSimulator simulator;
    private final LedgerClient control;

    MeasuredSimulator() throws IOException {
        data = Files.createTempDirectory("lifecycle-benchmark");
        simulator = LoneSimulator.in(data);
        control = new LedgerClient(simulator.address(), "");
        simulator.startSilently();
    }

    String[] settings() {
        return simulator.settings();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("localhost", simulator.address().getPort());
    }

    /** From now on events go there; nowhere while nobody is named. */
    void deliverTo(URI receiver) {
        post(
                """
                {"endpoints": [{"url": "%s", "secrets": ["%s"]}]}\
                """
                        .formatted(receiver, LoneSimulator.SECRET));
    }

    /** Deliveries that were not yet accepted. */
    long owed() {
        return control.get("/_simulator/webhooks").json().get("owed").asLong();
    }

    /** CPU time so far: of the simulator, and of its PostgreSQL; in microseconds. */
    double[] cpu() throws IOException {
        var postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return new double[] {
            ProcessTable.cpuOf(simulator.pid()),
            ProcessTable.cpuOfFamily(Long.parseLong(postmaster.strip()))
        };
    }

    private void post(String json) {
        var answer =
                control.send(
                        control.request("/_simulator/webhooks/endpoints")
                                .POST(BodyPublishers.ofString(json)));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
