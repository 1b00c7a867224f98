package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect.FeeQuestion;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fee that no callback brings, and that the provider has to be asked for. */
@Tag("database")
class FeeDbTest {

    private final WorkedInbox inbox = new WorkedInbox();
    private final LedgerFixture ledger = inbox.ledger;

    @AfterEach
    void stop() {
        inbox.close();
    }

    private String charged(String object) {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        var charge =
                Callbacks.charge(object, id, 1000, "succeeded")
                        .replace(
                                "\"livemode\"",
                                "\"balance_transaction\": \"txn_%s\", \"livemode\""
                                        .formatted(object));
        inbox.receive(Callbacks.event("charge.succeeded", charge));
        return id;
    }

    private ProviderFact fee(FeeQuestion question) {
        return new ProviderFact.FeeCharged(
                FactSource.first(
                        "stripe",
                        question.movementId(),
                        question.paymentReference(),
                        Instant.now()),
                Money.of(30, "EUR"));
    }

    @Test
    void is_booked_once() {
        inbox.dialect.onFees = question -> Optional.of(List.of(fee(question)));
        inbox.work();

        charged("ch_x");

        inbox.awaitStatus("done");
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(30);
    }

    @Test
    void holds_up_no_other_callback_while_the_provider_hangs() {
        var asked = new AtomicInteger();
        var hanging = new CountDownLatch(1);
        inbox.dialect.onFees =
                question -> {
                    asked.incrementAndGet();
                    awaitOpened(hanging);
                    return Optional.of(List.of(fee(question)));
                };
        inbox.work();
        try {
            for (int i = 0; i < 20; i++) {
                charged("ch_" + i);
            }
            LedgerFixture.await(
                    () -> ledger.posted("provider:stripe:clearing"), sum -> sum == 20_000);
            LedgerFixture.await(asked::get, calls -> calls == WorkedInbox.WORKERS / 4);

            var id = charged("ch_later");

            ledger.await(id, WorkedInbox::isCaptured);
            assertThat(asked).as("a quarter of the workers").hasValue(WorkedInbox.WORKERS / 4);
        } finally {
            hanging.countDown();
        }
    }

    private void awaitOpened(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void is_not_asked_for_while_the_provider_is_away_and_that_is_no_failure() {
        var asked = new AtomicInteger();
        inbox.dialect.onFees =
                _ -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                };
        inbox.away = true;
        inbox.work();

        charged("ch_x");

        LedgerFixture.await(this::postponed, List.of("fee 0")::equals);
        assertThat(asked).hasValue(0);
    }

    private List<String> postponed() {
        return ledger.jdbc
                .sql(
                        """
                        select step || ' ' || failure_count from truebook.provider_callback
                        where status = 'received' and due_at > now() + interval '20 s'
                        """)
                .query(String.class)
                .list();
    }
}
