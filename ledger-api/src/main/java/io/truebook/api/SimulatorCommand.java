package io.truebook.api;

import io.truebook.api.operations.DatabaseServer;
import io.truebook.api.operations.Invocation;
import io.truebook.api.operations.LedgerDatabase;
import io.truebook.api.operations.Subcommand;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The simulated provider as a process of its own, which no crash of the ledger can take along. */
final class SimulatorCommand implements Subcommand {

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public String summary() {
        return "a provider in Stripe's and Adyen's dialects:"
                + " [--port N] [--webhook-url URL --webhook-secret SECRET] [--seed N]";
    }

    @Override
    public int run(Invocation invocation) throws Exception {
        try (var server = invocation.openOrCreateDatabase();
                var simulator = SimulatorServer.start(settings(invocation, server.database()))) {
            invocation.out().println("Simulator    " + simulator.baseUri());
            invocation.out().println("API key      " + simulator.apiKey());
            invocation.out().flush();
            awaitEnd(simulator, server);
            return OK;
        }
    }

    private static SimulatorSettings settings(Invocation invocation, LedgerDatabase database) {
        var settings =
                SimulatorSettings.of(database.simulatorDataSource())
                        .withPort(
                                invocation
                                        .option("port")
                                        .map(Integer::parseInt)
                                        .orElse(SimulatorSettings.DEFAULT_PORT))
                        .withSeed(invocation.option("seed").map(Long::parseLong).orElse(1L));
        return invocation
                .option("webhook-url")
                .map(url ->
                        settings.withEndpoints(
                                List.of(
                                        WebhookEndpoint.of(
                                                URI.create(url),
                                                invocation.required("webhook-secret")))))
                .orElse(settings);
    }

    /**
     * A signal ends the process without unwinding it: the hook lets the simulator say goodbye to
     * its database, and then stops that too if it was started here.
     */
    private static void awaitEnd(SimulatorServer simulator, DatabaseServer server)
            throws InterruptedException {
        Runnable goodbye =
                () -> {
                    simulator.stop();
                    server.close();
                };
        Runtime.getRuntime().addShutdownHook(new Thread(goodbye, "stop-simulator"));
        new CountDownLatch(1).await();
    }
}
