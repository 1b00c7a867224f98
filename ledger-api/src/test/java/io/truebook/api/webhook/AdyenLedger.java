package io.truebook.api.webhook;

import static io.truebook.api.provider.adyen.Notifications.message;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.adyen.AdyenCallbacks;
import io.truebook.api.provider.adyen.Notifications;
import io.truebook.api.provider.adyen.Notifications.Item;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A ledger that hears of an Adyen account by its webhooks alone, from the receiver to the books.
 */
final class AdyenLedger implements AutoCloseable {

    static final String CONNECTION = "adyen";
    static final String CLEARING = "provider:adyen:clearing";

    private static final Duration SOON = Duration.ofMillis(30);
    private static final WebhookSettings QUICK =
            new WebhookSettings(
                    SOON,
                    8,
                    1_000,
                    Duration.ofSeconds(5),
                    List.of(SOON),
                    List.of(SOON),
                    SOON,
                    Duration.ofMinutes(10));

    final LedgerFixture ledger = new LedgerFixture();

    private final List<CallbackDialect> adyen =
            List.of(
                    new AdyenCallbacks(
                            CONNECTION,
                            List.of(Notifications.KEY),
                            Notifications.MERCHANT,
                            null,
                            false));
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    adyen,
                    inbox,
                    new UnprovenCallbacks(adyen, ledger.database.dataSource(), (_, _) -> false),
                    () -> {},
                    Clock.systemUTC());
    private final WebhookWorker worker =
            new WebhookWorker(
                            adyen,
                            ledger.database.dataSource(),
                            ledger.payments::of,
                            ledger.recorder,
                            _ -> false,
                            QUICK,
                            Clock.systemUTC())
                    .start();

    String charge(long amount, CaptureMode capture) {
        return ledger.charge(CONNECTION, amount, capture, "pm_card_visa");
    }

    /** One that Adyen has authorised: taken, or held where it is to be captured later. */
    String authorised(long amount, CaptureMode capture) {
        var id = charge(amount, capture);
        receive(about(id, "AUTHORISATION", true));
        ledger.await(
                id,
                capture == CaptureMode.AUTOMATIC
                        ? Payment.Captured.class::isInstance
                        : Payment.Authorized.class::isInstance);
        return id;
    }

    String receive(Item... items) {
        return receive(message(items));
    }

    String receive(byte[] body) {
        return receiver.receive(CONNECTION, body, _ -> List.of());
    }

    /** What Adyen tells of a charge whose payment is called after it. */
    static Item about(String charge, String code, boolean success) {
        return Item.of(code, success).about(charge, payment(charge), null);
    }

    static Item modification(String code, boolean success, String reference, String charge) {
        return Item.of(code, success).about(reference, "MOD" + reference, payment(charge));
    }

    /** The reference Adyen gave the payment of a charge. */
    static String payment(String charge) {
        return "PSP" + charge;
    }

    /** Of the callbacks in the order they came, once none of so many is to be worked any more. */
    List<String> statuses(int callbacks) {
        return LedgerFixture.await(
                () ->
                        ledger.jdbc
                                .sql(
                                        """
                                        select status from truebook.provider_callback
                                        order by callback_id
                                        """)
                                .query(String.class)
                                .list(),
                all -> all.size() == callbacks && !all.contains("received"));
    }

    @Override
    public void close() {
        worker.close();
        ledger.close();
    }
}
