package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two accounts, one of which takes its time. */
@Tag("database")
class SlowConnectionDbTest {

    private static final int CALLS = 2;

    private static final DispatcherSettings TWO_AT_ONCE =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(20),
                    CALLS,
                    0,
                    Duration.ofSeconds(30),
                    List.of(Duration.ofMillis(20)),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20));

    private final LedgerFixture ledger = new LedgerFixture();
    private final ScriptedProvider slow = new ScriptedProvider("slow");
    private final ScriptedProvider quick = new ScriptedProvider("quick");
    private final CountDownLatch release = new CountDownLatch(1);
    private final ProviderDispatcher dispatcher =
            new ProviderDispatcher(
                    List.of(
                            new ProviderConnection(slow, Duration.ofSeconds(60)),
                            new ProviderConnection(quick, Duration.ofSeconds(60))),
                    ledger.database.dataSource(),
                    ledger.payments::of,
                    ledger.recorder,
                    TWO_AT_ONCE,
                    Clock.systemUTC());

    @AfterEach
    void stop() {
        release.countDown();
        dispatcher.close();
        ledger.close();
    }

    private String charge(String connection) {
        return ledger.charge(connection, 100, CaptureMode.AUTOMATIC, "pm_card_visa");
    }

    private Outcome wait(io.truebook.ledger.provider.ProviderCall call) {
        try {
            release.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return slow.execute(call);
    }

    @Test
    void takes_no_more_calls_than_its_own_and_none_from_the_other() {
        slow.onSend = this::wait;
        for (int i = 0; i < 10; i++) {
            charge("slow");
        }
        dispatcher.start();
        LedgerFixture.await(slow.sent::size, sent -> sent == CALLS);

        for (int i = 0; i < 10; i++) {
            ledger.await(charge("quick"), payment -> payment instanceof Payment.Captured);
        }

        assertThat(slow.sent).hasSize(CALLS);
        assertThat(dispatcher.gates().getFirst().underWay()).isEqualTo(CALLS);
        assertThat(quick.sent).hasSize(10);
    }
}
