package io.truebook.api.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Times the provider takes for what it does later; they can be turned while it runs.
 *
 * <p>{@code searchLag}: how long a new payment is hidden from search, which the real provider keeps
 * only eventually consistent (about a minute there, none here unless turned up). {@code feeDelay}:
 * how long after a capture its balance transaction appears; {@code capture_method=automatic_async}
 * always has one. {@code reportsUpTo}: the end of the data reports can be asked for, in epoch
 * seconds; none: they always can.
 */
record Knobs(
        Duration searchLag,
        Duration feeDelay,
        Duration settleDelay,
        Duration refundDelay,
        Duration reportDelay,
        @Nullable Long reportsUpTo,
        Adyen adyen) {

    /**
     * How the merchant account is set at Adyen.
     *
     * <p>{@code modificationDelay}: how long the outcome of a capture, cancel or refund takes;
     * negative: for ever, until it is decided over the control. {@code captureWebhooks}: whether
     * CAPTURE is also told of an automatic capture. {@code batchEvery}: how often its books are
     * closed; zero: only when told over the control. {@code settlesIn}: the one currency it is paid
     * out in, at {@code rate} of it per unit of any other; null: each in its own.
     */
    record Adyen(
            boolean automaticCapture,
            boolean captureWebhooks,
            Duration modificationDelay,
            Duration batchEvery,
            @Nullable String settlesIn,
            BigDecimal rate) {}

    static final Knobs START =
            new Knobs(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ZERO,
                    null,
                    new Adyen(true, false, Duration.ZERO, Duration.ZERO, null, BigDecimal.ONE));

    /** These knobs with the fields named in the request changed, or a refusal of what is wrong. */
    Knobs turned(ControlFields request) {
        return new Knobs(
                millis(request, "search_lag_ms", searchLag),
                millis(request, "fee_delay_ms", feeDelay),
                millis(request, "settle_delay_ms", settleDelay),
                millis(request, "refund_delay_ms", refundDelay),
                millis(request, "report_delay_ms", reportDelay),
                request.has("reports_up_to")
                        ? request.number("reports_up_to", 0, Long.MAX_VALUE).orElse(null)
                        : reportsUpTo,
                new Adyen(
                        request.choice("adyen_capture", "automatic", "manual")
                                .map("automatic"::equals)
                                .orElse(adyen.automaticCapture()),
                        request.flag("adyen_capture_webhooks").orElse(adyen.captureWebhooks()),
                        request.number("adyen_modification_delay_ms", -1, Long.MAX_VALUE)
                                .map(Duration::ofMillis)
                                .orElse(adyen.modificationDelay()),
                        millis(request, "adyen_batch_every_ms", adyen.batchEvery()),
                        request.has("adyen_settles_in") ? settlesIn(request) : adyen.settlesIn(),
                        request.text("adyen_rate").map(Knobs::rate).orElse(adyen.rate())));
    }

    private static @Nullable String settlesIn(ControlFields request) {
        var code = request.text("adyen_settles_in").orElse(null);
        if (code != null && !Amounts.known(code)) {
            throw ControlFields.invalid("adyen_settles_in", "Must be a code such as EUR.");
        }
        return code;
    }

    private static BigDecimal rate(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,8})?") || new BigDecimal(text).signum() == 0) {
            throw ControlFields.invalid("adyen_rate", "Must be a text such as \"0.92\".");
        }
        return new BigDecimal(text);
    }

    private static Duration millis(ControlFields request, String name, Duration now) {
        return request.number(name, 0, Long.MAX_VALUE).map(Duration::ofMillis).orElse(now);
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("search_lag_ms", searchLag.toMillis());
        body.put("fee_delay_ms", feeDelay.toMillis());
        body.put("settle_delay_ms", settleDelay.toMillis());
        body.put("refund_delay_ms", refundDelay.toMillis());
        body.put("report_delay_ms", reportDelay.toMillis());
        body.put("reports_up_to", reportsUpTo);
        body.put("adyen_capture", adyen.automaticCapture() ? "automatic" : "manual");
        body.put("adyen_capture_webhooks", adyen.captureWebhooks());
        body.put("adyen_modification_delay_ms", adyen.modificationDelay().toMillis());
        body.put("adyen_batch_every_ms", adyen.batchEvery().toMillis());
        body.put("adyen_settles_in", adyen.settlesIn());
        body.put("adyen_rate", adyen.rate().toPlainString());
        return body;
    }
}
