package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.api.provider.stripe.StripeProvider;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Stripe adapter against the simulator, over real HTTP. */
@Tag("database")
class StripeContractTest extends ProviderContract {

    private static final String SECRET = "whsec_of_the_contract";

    private static TestDatabase database;
    private static CallbackCatcher callbacks;
    private static SimulatorServer simulator;
    private static StripeProvider stripe;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        callbacks = new CallbackCatcher();
        simulator =
                SimulatorServer.start(
                        SimulatorSettings.of(database.simulatorDataSource())
                                .withEndpoints(
                                        List.of(WebhookEndpoint.of(callbacks.uri(), SECRET))));
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
        callbacks.close();
        database.close();
    }

    @Override
    PaymentProvider provider() {
        return stripe;
    }

    @Override
    SimulatorServer simulator() {
        return simulator;
    }

    @Override
    CallbackDialect dialect() {
        return new StripeCallbacks("stripe", List.of(SECRET), stripe, false);
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

    /** Not every provider knows its fee when it answers; Stripe's comes with a card payment. */
    @Test
    void a_charge_brings_its_fee() {
        var charge =
                new ProviderCall.Charge(
                        LedgerFixture.newId("ch_"),
                        Money.of(1000, "EUR"),
                        methods().succeeds(),
                        CaptureMode.AUTOMATIC,
                        null,
                        null,
                        null);

        var answer = stripe.send(charge, stripe.freeze(charge), "tb_fee");

        assertThat(answer.facts())
                .filteredOn(ProviderFact.FeeCharged.class::isInstance)
                .hasSize(1)
                .allMatch(fact -> ((ProviderFact.FeeCharged) fact).fee().isPositive());
    }
}
