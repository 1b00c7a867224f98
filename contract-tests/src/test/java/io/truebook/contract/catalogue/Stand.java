package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LoneSimulator;
import io.truebook.contract.RunningLedger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A ledger and its provider, each a process of its own, wired to each other and impatient: what
 * takes minutes or hours in production takes a fraction of a second.
 */
final class Stand implements AutoCloseable {

    /** A second secret, as while one is being rolled. */
    static final String OLD_SECRET = "whsec_being_rolled";

    /** Adyen's keys are hexadecimal; the second is the one being replaced. */
    static final String ADYEN_KEY = "0F".repeat(32);

    static final String OLD_ADYEN_KEY = "A7".repeat(32);

    /** User and password that Adyen sends beside its signature. */
    static final String ADYEN_LOGIN = "adyen:open-sesame";

    /** The account's name at Adyen. */
    static final String ADYEN_MERCHANT = "Shop";

    static final List<String> IMPATIENCE =
            List.of(
                    "--truebook.providers.stripe.connect-timeout=1s",
                    "--truebook.providers.stripe.read-timeout=1500ms",
                    "--truebook.providers.adyen.connect-timeout=1s",
                    "--truebook.providers.adyen.read-timeout=1500ms",
                    "--truebook.dispatcher.schedule=300ms,300ms,500ms,1s",
                    "--truebook.dispatcher.poll-interval=100ms",
                    "--truebook.dispatcher.backoff-base=50ms",
                    "--truebook.dispatcher.backoff-cap=500ms",
                    "--truebook.webhooks.retries=50ms",
                    "--truebook.webhooks.poll-interval=100ms",
                    "--truebook.webhooks.orphan-pauses=" + "300ms,".repeat(20) + "1s",
                    "--truebook.webhooks.fee-delay=100ms");

    private final LoneSimulator simulator;
    private final RunningLedger ledger;
    private final Provider provider;

    private Stand(LoneSimulator simulator, RunningLedger ledger) {
        this.simulator = simulator;
        this.ledger = ledger;
        this.provider = new Provider(simulator.address());
    }

    /** Starts both; further settings are the ledger's, and the last one of a name counts. */
    static Stand open(Path directory, String... more) {
        var simulator = LoneSimulator.in(directory.resolve("provider"));
        var started = new CompletableFuture<Void>();
        try {
            if (Files.exists(RunningLedger.unpackedOnce())) {
                started = CompletableFuture.runAsync(simulator::startSilently);
            } else {
                // First alone: the server's binaries are unpacked by whoever comes first.
                simulator.startSilently();
                started.complete(null);
            }
            var ledger = RunningLedger.on(directory.resolve("ledger"), settings(simulator, more));
            started.join();
            var stand = new Stand(simulator, ledger);
            stand.listen();
            return stand;
        } catch (RuntimeException | Error failed) {
            simulator.close();
            throw failed;
        }
    }

    private static String[] settings(LoneSimulator simulator, String... more) {
        var settings = new ArrayList<>(List.of(simulator.settings()));
        settings.add("--truebook.providers.stripe.webhook-secrets=" + OLD_SECRET); // A second one.
        settings.addAll(adyen(simulator));
        settings.addAll(IMPATIENCE);
        settings.removeIf(one -> isOverruled(one, more));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private static List<String> adyen(LoneSimulator simulator) {
        var account = "--truebook.providers.adyen.";
        var login = ADYEN_LOGIN.split(":");
        return List.of(
                account + "api-key=" + LoneSimulator.API_KEY,
                account + "api-base=" + simulator.address(),
                account + "report-base=" + simulator.address(),
                account + "report-login.user=report",
                account + "report-login.password=" + LoneSimulator.API_KEY,
                account + "merchant-account=" + ADYEN_MERCHANT,
                account + "hmac-keys=" + ADYEN_KEY + "," + OLD_ADYEN_KEY,
                account + "webhook-login.user=" + login[0],
                account + "webhook-login.password=" + login[1]);
    }

    private static boolean isOverruled(String setting, String... more) {
        var name = setting.substring(0, setting.indexOf('=') + 1);
        return List.of(more).stream().anyMatch(one -> one.startsWith(name));
    }

    /**
     * Another process on the same data, with other settings, when the first one is dead; the
     * provider tells it from now on.
     */
    Stand reopened(String... more) {
        var next = new Stand(simulator, RunningLedger.on(ledger.data(), settings(simulator, more)));
        next.listen();
        return next;
    }

    /** Where the provider is. */
    URI simulator() {
        return simulator.address();
    }

    RunningLedger ledger() {
        return ledger;
    }

    LedgerClient client() {
        return ledger.client();
    }

    Provider provider() {
        return provider;
    }

    /** The client's side: charges, refunds and what became of them. */
    Shop shop() {
        return new Shop(client());
    }

    /** Whoever calls the webhook receiver. */
    Caller caller() {
        return new Caller(ledger.address());
    }

    /** The providers' events come here, with the secrets that are in use. */
    void listen() {
        provider.deliverTo(ledger.address(), LoneSimulator.SECRET);
    }

    /** One of the application's own meters, all series of it that have these labels. */
    double metric(String name, String... labels) {
        return client().get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The ledger derives its books again from the first event. */
    void assertSound() {
        var integrity = client().get("/v1/integrity").json();
        assertThat(integrity.get("status").asString()).as(integrity.toString()).isEqualTo("sound");
    }

    @Override
    public void close() {
        ledger.close();
        simulator.close();
    }
}
