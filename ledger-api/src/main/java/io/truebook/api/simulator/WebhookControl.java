package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 *   <li>{@code POST /webhooks/endpoints} {@code {"endpoints": [{"id"?, "dialect"?, "url",
 *       "secrets": [], "old_secrets"?: [], "credentials"?, "first_retry_ms"?}]}}: where events go
 *       from now on, and what signs them. Old secrets are those replaced unless given.
 *   <li>{@code GET /events?object=}: what was told of an object, oldest first, in either dialect.
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
        edge.on("GET", "/events", request -> events(request.query().get("object")));
        edge.on("POST", "/events/{id}/resend", request -> resend(request.id()));
    }

    private ObjectNode webhooks() {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("endpoints");
        for (WebhookEndpoint endpoint : webhooks.endpoints()) {
            data.addObject()
                    .put("id", endpoint.id())
                    .put("dialect", endpoint.dialect().wire())
                    .put("url", endpoint.url().toString());
        }
        body.put("owed", webhooks.owed());
        return body;
    }

    private ObjectNode endpoints(ObjectNode body) {
        new ControlFields(body).allowOnly("endpoints");
        if (!(body.get("endpoints") instanceof ArrayNode given)) {
            throw ControlFields.invalid("endpoints", "Must be a list.");
        }
        var endpoints = new ArrayList<WebhookEndpoint>();
        for (JsonNode entry : given) {
            if (!(entry instanceof ObjectNode endpoint)) {
                throw ControlFields.invalid("endpoints", "Each must be an object.");
            }
            WebhookEndpoint read = endpoint(new ControlFields(endpoint));
            if (endpoints.stream().anyMatch(other -> other.id().equals(read.id()))) {
                throw ControlFields.invalid("id", "Two endpoints are called " + read.id() + ".");
            }
            endpoints.add(read);
        }
        webhooks.deliverTo(endpoints);
        return webhooks();
    }

    private static WebhookEndpoint endpoint(ControlFields fields) {
        fields.allowOnly(
                "id", "dialect", "url", "secrets", "old_secrets", "credentials", "first_retry_ms");
        Dialect dialect =
                fields.choice("dialect", Dialect.names().toArray(String[]::new))
                        .flatMap(Dialect::of)
                        .orElse(Dialect.STRIPE);
        String url = fields.required("url");
        if (!url.matches("https?://[^\\s\"<>\\\\^`{|}]+")) {
            throw ControlFields.invalid("url", "Must be an http or https URL.");
        }
        List<String> secrets = secrets(fields, "secrets", dialect);
        if (secrets.isEmpty()) {
            throw ControlFields.invalid("secrets", "An endpoint needs what signs its events.");
        }
        return new WebhookEndpoint(
                fields.text("id").orElse("we_ledger"),
                dialect,
                URI.create(url),
                secrets,
                secrets(fields, "old_secrets", dialect),
                fields.text("credentials").orElse(null),
                fields.number("first_retry_ms", 1, Long.MAX_VALUE)
                        .map(Duration::ofMillis)
                        .orElse(WebhookEndpoint.FIRST_RETRY));
    }

    private static List<String> secrets(ControlFields fields, String name, Dialect dialect) {
        var secrets = new ArrayList<String>();
        fields.body().path(name).forEach(secret -> secrets.add(secret.asString("")));
        boolean usable =
                dialect == Dialect.STRIPE
                        ? secrets.stream().noneMatch(String::isBlank)
                        : secrets.stream().allMatch(key -> key.matches("(?:[0-9A-Fa-f]{2})+"));
        if (!usable) {
            throw ControlFields.invalid(
                    name,
                    dialect == Dialect.STRIPE
                            ? "Must be texts that are not empty."
                            : "Must be hexadecimal keys, as Adyen gives them.");
        }
        return secrets;
    }

    private ObjectNode events(@Nullable String object) {
        if (object == null) {
            throw ControlFields.invalid("object", "Is missing.");
        }
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (Effects.Event event : books.told(object)) {
            data.addObject()
                    .put("id", event.id())
                    .put("dialect", event.dialect().wire())
                    .put("type", event.type())
                    .set("body", Json.parse(event.body()));
        }
        return body;
    }

    private ObjectNode resend(String id) {
        Effects.Event event =
                books.anyEvent(id).orElseThrow(() -> StripeError.noSuch("event", id, "id"));
        webhooks.resend(event);
        return Json.parse(event.body());
    }
}
