package io.truebook.api.simulator;

import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what happened, as the provider's events do: a frozen snapshot of the object, in an envelope
 * that names the request and its idempotency key. Committed with what it tells of; a copy is owed
 * to every webhook endpoint.
 */
final class Events {
    static final String API_VERSION = "2026-07-29.dahlia";

    private final Clock clock;
    private final Webhooks webhooks;

    Events(Clock clock, Webhooks webhooks) {
        this.clock = clock;
        this.webhooks = webhooks;
    }

    void tell(Effects effects, String type, ObjectNode object) {
        tell(effects, type, object, null);
    }

    /**
     * {@code previous} holds the former values of what changed; only {@code *.updated} events have
     * it.
     */
    void tell(
            Effects effects,
            String type,
            ObjectNode object,
            @Nullable Consumer<ObjectNode> previous) {
        int objects = webhooks.twins(type) ? 2 : 1;
        for (int i = 0; i < objects; i++) {
            tellOnce(effects, type, object, previous);
        }
    }

    private void tellOnce(
            Effects effects,
            String type,
            ObjectNode object,
            @Nullable Consumer<ObjectNode> previous) {
        String id = Ids.next("evt_");
        long now = clock.instant().getEpochSecond();
        ObjectNode envelope = Json.object();
        envelope.put("id", id);
        envelope.put("object", "event");
        envelope.put("api_version", API_VERSION);
        envelope.put("created", now);
        ObjectNode data = envelope.putObject("data");
        data.set("object", object);
        if (previous != null) {
            previous.accept(data.putObject("previous_attributes"));
        }
        envelope.put("livemode", false);
        envelope.put("pending_webhooks", webhooks.endpointCount(Dialect.STRIPE));
        ObjectNode request = envelope.putObject("request");
        request.put("id", effects.requestId());
        request.put("idempotency_key", effects.idempotencyKey());
        envelope.put("type", type);
        var event =
                new Effects.Event(
                        id,
                        Dialect.STRIPE,
                        type,
                        now,
                        Json.required(object, "id"),
                        Json.text(envelope));
        effects.tell(event);
        webhooks.owe(effects, event);
    }
}
