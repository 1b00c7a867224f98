package io.truebook.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as Stripe's own API description publishes them, where a copy lies beside the repository;
 * otherwise ours of the same shape.
 */
final class PublishedObjects {

    private static final Path BESIDE = Path.of("shared", "fixtures", "stripe", "objects.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CHARGE =
            """
            {"id": "ch_1OursOfTheSameShape", "object": "charge", "amount": 100,
             "amount_captured": 0, "amount_refunded": 0, "balance_transaction": "txn_1Ours",
             "captured": false, "created": 1234567890, "currency": "usd", "disputed": false,
             "failure_code": null, "failure_message": null, "livemode": false, "metadata": {},
             "outcome": {"reason": null, "type": "type"}, "paid": true, "payment_intent": null,
             "payment_method": "card_1Ours", "refunded": false, "status": "succeeded"}\
            """;

    private PublishedObjects() {}

    static ObjectNode charge() {
        var published = Path.of(System.getProperty("truebook.repository"), "..").resolve(BESIDE);
        if (!Files.exists(published)) {
            return (ObjectNode) JSON.readTree(CHARGE);
        }
        try {
            var all = JSON.readTree(Files.readString(published));
            return (ObjectNode) all.path("resources").path("charge").deepCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event that Stripe would wrap an object in. */
    static String event(String id, String type, ObjectNode object) {
        var event = JSON.createObjectNode();
        event.put("id", id).put("object", "event").put("type", type);
        event.put("api_version", "2026-07-29.dahlia").put("created", 1234567890L);
        event.put("livemode", false).put("pending_webhooks", 1);
        event.putObject("data").set("object", object);
        return JSON.writeValueAsString(event);
    }
}
