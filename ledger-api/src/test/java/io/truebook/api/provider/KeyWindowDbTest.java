package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.Strain;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is done with a request for as long as its key holds, hour by hour. */
@Tag("database")
class KeyWindowDbTest {

    private static final DispatcherSettings AS_SHIPPED =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(500),
                    8,
                    0,
                    Duration.ofSeconds(30),
                    List.of(
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(6),
                            Duration.ofHours(20),
                            Duration.ofDays(1)),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(60));

    private final MovableClock clock = new MovableClock();
    private final LedgerFixture ledger = new LedgerFixture();
    private final ScriptedProvider provider = new ScriptedProvider();

    private ProviderDispatcher dispatcher(ProviderConnection connection) {
        return new ProviderDispatcher(
                List.of(connection),
                ledger.database.dataSource(),
                ledger.payments::of,
                ledger.recorder,
                AS_SHIPPED,
                clock);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** A question, and what is sent because of its answer. */
    private static void settle(ProviderDispatcher dispatcher) {
        for (int step = 0; step < 3; step++) {
            dispatcher.takeDue();
            LedgerFixture.await(dispatcher::isIdle, idle -> idle);
        }
    }

    private void pass(int hours, ProviderDispatcher dispatcher) {
        for (int hour = 0; hour < hours; hour++) {
            clock.advance(Duration.ofHours(1));
            settle(dispatcher);
        }
    }

    @Test
    void it_does_not_end_without_a_last_look() {
        provider.onSend = _ -> new Outcome.Unknown("timeout", new Strain.None());
        provider.onLookUp = _ -> new Outcome.Unknown("cannot be read", new Strain.None());
        try (var dispatcher = dispatcher(new ProviderConnection(provider, Duration.ofSeconds(5)))) {
            var id = ledger.charge(700, CaptureMode.AUTOMATIC);
            settle(dispatcher);
            pass(12, dispatcher);
            provider.onLookUp = _ -> new Outcome.NotExecuted("nothing found");
            provider.onSend = provider::execute;

            pass(12, dispatcher);

            assertThat(ledger.payment(id)).isInstanceOf(Payment.Captured.class);
            assertThat(provider.sent).hasSize(2);
        }
    }

    @Test
    void it_is_never_longer_than_the_provider_allows() {
        var generous =
                new ProviderConnection(provider, Duration.ofSeconds(5), Duration.ofDays(300));
        var strict = new ProviderConnection(provider, Duration.ofSeconds(5), Duration.ofHours(2));

        assertThat(generous.keyWindow()).isEqualTo(provider.keyWindow());
        assertThat(strict.keyWindow()).isEqualTo(Duration.ofHours(2));
    }
}
