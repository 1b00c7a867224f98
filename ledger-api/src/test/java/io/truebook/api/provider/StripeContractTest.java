package io.truebook.api.provider;

import io.truebook.api.provider.stripe.StripeProvider;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The Stripe adapter against the simulator, over real HTTP. */
@Tag("database")
class StripeContractTest extends ProviderContract {

    private static TestDatabase database;
    private static SimulatorServer simulator;
    private static StripeProvider stripe;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        simulator = SimulatorServer.start(SimulatorSettings.of(database.simulatorDataSource()));
        stripe =
                new StripeProvider(
                        "stripe",
                        simulator.apiKey(),
                        simulator.baseUri(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        simulator.close();
        database.close();
    }

    @Override
    PaymentProvider provider() {
        return stripe;
    }

    @Override
    Methods methods() {
        return new Methods(
                "pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired");
    }
}
