package io.truebook.api.simulator;

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
        @Nullable Long reportsUpTo) {

    static final Knobs START =
            new Knobs(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ZERO,
                    null);

    /** These knobs with the fields named in the request changed. */
    Knobs turned(ObjectNode request) {
        return new Knobs(
                millis(request, "search_lag_ms", searchLag),
                millis(request, "fee_delay_ms", feeDelay),
                millis(request, "settle_delay_ms", settleDelay),
                millis(request, "refund_delay_ms", refundDelay),
                millis(request, "report_delay_ms", reportDelay),
                request.has("reports_up_to")
                        ? request.path("reports_up_to").isNull()
                                ? null
                                : Long.valueOf(Json.number(request, "reports_up_to"))
                        : reportsUpTo);
    }

    private static Duration millis(ObjectNode request, String name, Duration now) {
        return request.has(name) ? Duration.ofMillis(Math.max(0, Json.number(request, name))) : now;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("search_lag_ms", searchLag.toMillis());
        body.put("fee_delay_ms", feeDelay.toMillis());
        body.put("settle_delay_ms", settleDelay.toMillis());
        body.put("refund_delay_ms", refundDelay.toMillis());
        body.put("report_delay_ms", reportDelay.toMillis());
        body.put("reports_up_to", reportsUpTo);
        return body;
    }
}
