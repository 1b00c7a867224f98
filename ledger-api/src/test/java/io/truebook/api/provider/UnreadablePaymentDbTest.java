package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A payment that a newer version wrote to: its calls are left to that version's nodes. */
@Tag("database")
class UnreadablePaymentDbTest {

    private static final Duration POLL = Duration.ofMillis(100);

    private static final DispatcherSettings SETTINGS =
            new DispatcherSettings(
                    false,
                    POLL,
                    8,
                    0,
                    Duration.ofSeconds(30),
                    List.of(Duration.ofMillis(20)),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20));

    private final LedgerFixture ledger = new LedgerFixture();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Queue<Long> looks = new ConcurrentLinkedQueue<>();
    private volatile String unreadable = "";

    @AfterEach
    void close() {
        ledger.close();
    }

    private Payment payment(String id) {
        if (id.equals(unreadable)) {
            looks.add(System.nanoTime());
            throw new CommandRejected(Rejection.NEWER_VERSION_NEEDED, "An event of tomorrow");
        }
        return ledger.payments.of(id);
    }

    @Test
    void its_call_is_not_made_nor_looked_at_without_a_pause_and_others_are_made() {
        unreadable = ledger.charge(1999, CaptureMode.AUTOMATIC);
        try (var dispatcher =
                new ProviderDispatcher(
                        List.of(new ProviderConnection(provider, Duration.ofSeconds(5))),
                        ledger.database.dataSource(),
                        this::payment,
                        ledger.recorder,
                        SETTINGS,
                        Clock.systemUTC())) {
            dispatcher.start();
            var other = ledger.charge(500, CaptureMode.AUTOMATIC);
            ledger.await(other, payment -> payment instanceof Payment.Captured);
            ledger.await(other, _ -> looks.size() > 3);

            var first = looks.stream().limit(4).toList();
            assertThat(first.getLast() - first.getFirst())
                    .isGreaterThanOrEqualTo(POLL.multipliedBy(3).toNanos());
            assertThat(provider.sent).hasSize(1);

            var readable = unreadable;
            unreadable = "";
            ledger.await(readable, payment -> payment instanceof Payment.Captured);
        }
    }
}
