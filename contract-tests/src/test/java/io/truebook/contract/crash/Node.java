package io.truebook.contract.crash;

import io.truebook.contract.RunningLedger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;

/** One application process, with the wires to its database and to its provider. */
final class Node implements AutoCloseable {

    private final RunningLedger ledger;
    private final DatabaseWire database;
    private final ProviderWire provider;

    private Node(RunningLedger ledger, DatabaseWire database, ProviderWire provider) {
        this.ledger = ledger;
        this.database = database;
        this.provider = provider;
    }

    /** Patience is short everywhere, so that what was interrupted is taken up again soon. */
    static Node start(Path data, int databasePort, int simulatorPort) {
        var database = new DatabaseWire(databasePort);
        var provider = new ProviderWire(simulatorPort);
        var settings = new ArrayList<>(DatabaseProcess.settings(database.port()));
        var account = "--truebook.providers.stripe.";
        settings.add(account + "api-key=" + SimulatorProcess.API_KEY);
        settings.add(account + "api-base=http://localhost:" + provider.port());
        settings.add(account + "webhook-secrets=" + SimulatorProcess.SECRET);
        settings.add(account + "connect-timeout=1s");
        settings.add(account + "read-timeout=2s");
        settings.add("--truebook.dispatcher.schedule=1s,1s,2s");
        var saga = "--truebook.reconciliation.saga.";
        // Shorter than it takes to start again: what was under way then is a break for a while.
        settings.add(saga + "unanswered=1s");
        settings.add(saga + "callback=3s");
        settings.add(saga + "settlement=3s");
        settings.add(saga + "question=2s");
        settings.add(saga + "first-look=500ms");
        settings.add(saga + "wave=200ms");
        settings.add(saga + "tick=500ms");
        return new Node(
                RunningLedger.on(data, settings.toArray(String[]::new)), database, provider);
    }

    RunningLedger ledger() {
        return ledger;
    }

    URI address() {
        return ledger.address();
    }

    boolean isRunning() {
        return ledger.isRunning();
    }

    DatabaseWire database() {
        return database;
    }

    ProviderWire provider() {
        return provider;
    }

    boolean owns(Wire wire) {
        return wire == database || wire == provider;
    }

    void arm(Trap trap) {
        database.arm(trap);
        provider.arm(trap);
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
        provider.close();
    }
}
