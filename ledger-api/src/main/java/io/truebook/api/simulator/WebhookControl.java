package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steers the webhooks over {@code /_simulator/...}.
 *
 * <ul>
 *   <li>{@code GET /webhooks}: endpoints, and how many deliveries are owed.
 *   <li>{@code POST /webhooks/flush}: all owed are due now, whatever their back-off or delay.
 *   <li>{@code POST /webhooks/endpoints} {@code {"endpoints": [{"id"?, "url", "secrets": [],
 *       "first_retry_ms"?}]}}: where events go from now on, and what signs them.
 *   <li>{@code POST /events/{id}/resend}: delivers an event once more.
 * </ul>
 */
final class WebhookControl {
    private final Books books;
    private final Webhooks webhooks;

    WebhookControl(Books books, Webhooks webhooks) {
        this.books = books;
        this.webhooks = webhooks;
    }

    void routes(ControlEdge edge) {
        edge.on("GET", "/webhooks", _ -> webhooks());
        edge.on("POST", "/webhooks/flush", _ -> Json.object().put("due", webhooks.flush()));
        edge.on("POST", "/webhooks/endpoints", request -> endpoints(request.body()));
        edge.on("POST", "/events/{id}/resend", request -> resend(request.id()));
    }

    private ObjectNode webhooks() {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("endpoints");
        for (WebhookEndpoint endpoint : webhooks.endpoints()) {
            data.addObject().put("id", endpoint.id()).put("url", endpoint.url().toString());
        }
        body.put("owed", webhooks.owed());
        return body;
    }

    private ObjectNode endpoints(ObjectNode body) {
        var endpoints = new ArrayList<WebhookEndpoint>();
        for (JsonNode entry : body.path("endpoints")) {
            if (entry instanceof ObjectNode endpoint) {
                endpoints.add(endpoint(endpoint));
            }
        }
        webhooks.deliverTo(endpoints);
        return webhooks();
    }

    private static WebhookEndpoint endpoint(ObjectNode endpoint) {
        String url = Json.text(endpoint, "url");
        var secrets = new ArrayList<String>();
        endpoint.path("secrets").forEach(secret -> secrets.add(secret.asString("")));
        if (url == null || !url.matches("https?://[^\\s\"<>\\\\^`{|}]+") || secrets.isEmpty()) {
            throw StripeError.invalid(
                    null, "endpoints", "An endpoint needs a url and its secrets.");
        }
        @Nullable String id = Json.text(endpoint, "id");
        long retry =
                endpoint.has("first_retry_ms")
                        ? Math.max(1, Json.number(endpoint, "first_retry_ms"))
                        : WebhookEndpoint.FIRST_RETRY.toMillis();
        return new WebhookEndpoint(
                id == null ? "we_ledger" : id, URI.create(url), secrets, Duration.ofMillis(retry));
    }

    private ObjectNode resend(String id) {
        String body = books.event(id).orElseThrow(() -> StripeError.noSuch("event", id, "id"));
        ObjectNode event = Json.parse(body);
        webhooks.resend(
                new Effects.Event(
                        id,
                        Json.required(event, "type"),
                        Json.number(event, "created"),
                        Json.required((ObjectNode) event.path("data").path("object"), "id"),
                        body));
        return event;
    }
}
