package io.truebook.api.provider;

import io.truebook.api.provider.adyen.AdyenCallbacks;
import io.truebook.api.provider.adyen.AdyenProvider;
import io.truebook.api.simulator.Dialect;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The Adyen adapter against the simulator, over real HTTP. */
@Tag("database")
class AdyenContractTest extends ProviderContract {

    private static final String KEY = "0F".repeat(32);
    private static final String MERCHANT = "Shop";

    private static TestDatabase database;
    private static CallbackCatcher callbacks;
    private static SimulatorServer simulator;
    private static AdyenProvider adyen;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        callbacks = new CallbackCatcher();
        simulator =
                SimulatorServer.start(
                        SimulatorSettings.of(database.simulatorDataSource())
                                .withEndpoints(
                                        List.of(
                                                new WebhookEndpoint(
                                                        "contract",
                                                        Dialect.ADYEN,
                                                        callbacks.uri(),
                                                        List.of(KEY),
                                                        List.of(),
                                                        null,
                                                        WebhookEndpoint.FIRST_RETRY))));
        adyen =
                new AdyenProvider(
                        "adyen",
                        MERCHANT,
                        simulator.apiKey(),
                        simulator.baseUri(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        simulator.close();
        callbacks.close();
        database.close();
    }

    @Override
    PaymentProvider provider() {
        return adyen;
    }

    @Override
    SimulatorServer simulator() {
        return simulator;
    }

    @Override
    CallbackDialect dialect() {
        return new AdyenCallbacks("adyen", List.of(KEY), MERCHANT, null, false);
    }

    @Override
    CallbackCatcher callbacks() {
        return callbacks;
    }

    @Override
    Methods methods() {
        return new Methods(
                "pm_card_visa",
                "pm_card_visa_chargeDeclined",
                "pm_card_authenticationRequired",
                "pm_card_refundFail",
                "pm_nobody_has");
    }
}
