package io.truebook.api.simulator;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Standard webhooks, as Adyen writes them: one item, {@code success} a text, no time in what is
 * signed. The event code carries the outcome: {@code CAPTURE_FAILED} has {@code success: "true"}.
 * The signature is added when it is sent. Source: Adyen "Webhook types" (read 2026-11).
 */
final class AdyenNotifications {
    private static final String REPORT_AVAILABLE = "REPORT_AVAILABLE";

    private final Clock clock;
    private final Webhooks webhooks;

    AdyenNotifications(Clock clock, Webhooks webhooks) {
        this.clock = clock;
        this.webhooks = webhooks;
    }

    /**
     * What happened.
     *
     * @param pspReference the modification's or the dispute's own; the payment's for the payment
     * @param amount minor units of the payment's currency
     */
    record News(
            String eventCode,
            String pspReference,
            @Nullable String merchantReference,
            long amount,
            boolean success,
            String reason,
            Map<String, String> additionalData) {

        News(String eventCode, String pspReference, long amount, boolean success, String reason) {
            this(eventCode, pspReference, null, amount, success, reason, Map.of());
        }
    }

    /** A report can be downloaded; it has neither payment nor amount. */
    void tellOfReport(Effects effects, String merchantAccount, String name, String url) {
        ObjectNode body = Json.object();
        body.put("live", "false");
        ObjectNode item =
                body.putArray("notificationItems").addObject().putObject("NotificationRequestItem");
        item.putObject("additionalData");
        item.set("amount", new AdyenFields.Amount(0, "EUR").body());
        item.put("eventCode", REPORT_AVAILABLE);
        item.put("eventDate", now());
        item.put("merchantAccountCode", merchantAccount);
        item.put("merchantReference", "");
        item.put("pspReference", name);
        item.put("reason", url);
        item.put("success", "true");
        var event =
                new Effects.Event(
                        Ids.next("ntf_"),
                        Dialect.ADYEN,
                        REPORT_AVAILABLE,
                        clock.instant().getEpochSecond(),
                        name,
                        Json.text(body));
        effects.tell(event);
        webhooks.owe(effects, event);
    }

    private String now() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                clock.instant().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    void tell(AdyenPayment payment, News news) {
        int objects = webhooks.twins(news.eventCode()) ? 2 : 1;
        for (int i = 0; i < objects; i++) {
            var event =
                    new Effects.Event(
                            Ids.next("ntf_"),
                            Dialect.ADYEN,
                            news.eventCode(),
                            clock.instant().getEpochSecond(),
                            payment.pspReference(),
                            Json.text(body(payment, news)));
            payment.effects().tell(event);
            webhooks.owe(payment.effects(), event);
        }
    }

    private ObjectNode body(AdyenPayment payment, News news) {
        ObjectNode body = Json.object();
        body.put("live", "false");
        ObjectNode item =
                body.putArray("notificationItems").addObject().putObject("NotificationRequestItem");
        Json.put(item, "additionalData", new TreeMap<>(news.additionalData()));
        item.set("amount", new AdyenFields.Amount(news.amount(), payment.currency()).body());
        item.put("eventCode", news.eventCode());
        item.put("eventDate", now());
        item.put("merchantAccountCode", payment.merchantAccount());
        item.put(
                "merchantReference",
                news.merchantReference() == null ? payment.reference() : news.merchantReference());
        boolean aboutThePayment = news.pspReference().equals(payment.pspReference());
        if (!aboutThePayment) {
            item.put("originalReference", payment.pspReference());
        }
        if (news.eventCode().equals("AUTHORISATION") && news.success()) {
            var operations = item.putArray("operations");
            operations.add("CANCEL").add("CAPTURE").add("REFUND");
        }
        item.put("paymentMethod", payment.method().brand());
        item.put("pspReference", news.pspReference());
        item.put("reason", news.reason());
        item.put("success", String.valueOf(news.success()));
        return body;
    }
}
