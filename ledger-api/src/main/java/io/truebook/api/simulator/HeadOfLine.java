package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An Adyen endpoint has one queue: a message that was not accepted holds back the ones behind it
 * until it is. Stripe's deliveries do not wait for each other. Source: Adyen "Webhook delivery and
 * retries" (read 2026-11).
 */
final class HeadOfLine {
    private final Map<String, Owed> heads = new ConcurrentHashMap<>();

    /** Until when, in milliseconds, this delivery waits behind another one. */
    Optional<Long> behind(WebhookEndpoint endpoint, Owed owed) {
        return Optional.ofNullable(heads.get(endpoint.id()))
                .filter(head -> !head.delivery().id().equals(owed.delivery().id()))
                .map(head -> head.delivery().dueMillis() + 1);
    }

    /** {@code later} is the delivery with the time of its next attempt. */
    void failed(WebhookEndpoint endpoint, Owed later) {
        if (endpoint.dialect() == Dialect.ADYEN) {
            heads.compute(
                    endpoint.id(),
                    (_, head) ->
                            head == null || head.delivery().id().equals(later.delivery().id())
                                    ? later
                                    : head);
        }
    }

    void delivered(Owed owed) {
        heads.computeIfPresent(
                owed.delivery().endpoint(),
                (_, head) -> head.delivery().id().equals(owed.delivery().id()) ? null : head);
    }

    void clear() {
        heads.clear();
    }
}
