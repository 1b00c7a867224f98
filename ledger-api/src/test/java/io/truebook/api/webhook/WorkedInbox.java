package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.ledger.payment.Payment;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Stripe's callbacks from their signature to the ledger, with short pauses. */
final class WorkedInbox implements AutoCloseable {

    static final int WORKERS = 8;

    private static final Duration SOON = Duration.ofMillis(20);
    private static final WebhookSettings QUICK =
            new WebhookSettings(
                    SOON,
                    WORKERS,
                    1_000,
                    Duration.ofSeconds(5),
                    List.of(SOON, SOON),
                    Collections.nCopies(200, SOON),
                    SOON,
                    Duration.ofMinutes(10));

    final LedgerFixture ledger = new LedgerFixture();
    final ScriptedDialect dialect =
            new ScriptedDialect(
                    new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));

    /** Whether the provider is left alone because it failed. */
    volatile boolean away;

    private final List<CallbackDialect> stripe = List.of(dialect);
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final List<WebhookWorker> workers = new ArrayList<>();
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    inbox,
                    new UnprovenCallbacks(stripe, ledger.database.dataSource(), (_, _) -> false),
                    () -> workers.forEach(WebhookWorker::wake),
                    Clock.systemUTC());

    WorkedInbox work() {
        return work(ledger.payments::of);
    }

    /** As one node more does. */
    WorkedInbox work(Function<String, Payment> payments) {
        workers.add(
                new WebhookWorker(
                                stripe,
                                ledger.database.dataSource(),
                                payments,
                                ledger.recorder,
                                _ -> away,
                                QUICK,
                                Clock.systemUTC())
                        .start());
        return this;
    }

    void receive(String body) {
        receiver.receive("stripe", Callbacks.bytes(body), _ -> Callbacks.signature(body));
    }

    List<String> statuses() {
        return ledger.jdbc
                .sql("select status from truebook.provider_callback order by callback_id")
                .query(String.class)
                .list();
    }

    void awaitStatus(String status) {
        LedgerFixture.await(this::statuses, all -> all.equals(List.of(status)));
    }

    static boolean isCaptured(Payment payment) {
        return payment instanceof Payment.Captured;
    }

    @Override
    public void close() {
        workers.forEach(WebhookWorker::close);
        ledger.close();
    }
}
