package io.truebook.api.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces ids by the objects they name, as {@code expand[]=latest_charge.balance_transaction}
 * asks; four levels at most.
 */
final class Expansion {
    private static final int LEVELS = 4;
    private static final Set<String> EXPANDABLE =
            Set.of(
                    "latest_charge",
                    "charge",
                    "payment_intent",
                    "balance_transaction",
                    "failure_balance_transaction",
                    "source");

    private final Books books;
    private final Clock clock;

    Expansion(Books books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /**
     * A copy of the document with the asked references expanded; what the request has just written
     * is seen.
     */
    ObjectNode expand(Effects effects, ObjectNode document, Form form) {
        List<String> paths = form.list("expand");
        ObjectNode copy = document.deepCopy();
        for (String path : paths) {
            String[] steps = path.split("\\.", -1);
            if (steps.length > LEVELS + 1) {
                throw StripeError.invalid(
                        null, "expand", "You cannot expand more than 4 levels of a property.");
            }
            walk(effects, copy, steps, 0, path);
        }
        return copy;
    }

    private void walk(Effects effects, ObjectNode node, String[] steps, int at, String path) {
        if (at == steps.length) {
            return;
        }
        String step = steps[at];
        JsonNode value = node.get(step);
        if (value instanceof ArrayNode rows && step.equals("data")) {
            for (JsonNode row : rows) {
                walk(effects, (ObjectNode) row, steps, at + 1, path);
            }
        } else if (value instanceof ObjectNode object) {
            walk(effects, object, steps, at + 1, path);
        } else if (!EXPANDABLE.contains(step)) {
            throw StripeError.invalid(
                    null, "expand", "This property cannot be expanded (" + path + ").");
        } else if (value != null && value.isString()) {
            find(effects, value.stringValue())
                    .ifPresent(found -> {
                        node.set(step, found);
                        walk(effects, found, steps, at + 1, path);
                    });
        }
    }

    private Optional<ObjectNode> find(Effects effects, String id) {
        ObjectNode touched = effects.touched(id);
        if (touched != null) {
            return Optional.of(touched.deepCopy());
        }
        if (id.startsWith("txn_")) {
            BalanceTransaction moved = effects.moved(id);
            return (moved == null ? books.movement(id) : Optional.of(moved))
                    .map(movement -> movement.body(clock.instant().getEpochSecond()));
        }
        return books.find(kind(id), id).map(Effects.Stored::body);
    }

    private static String kind(String id) {
        String prefix = id.substring(0, id.indexOf('_') + 1);
        return switch (prefix) {
            case "pi_" -> Books.PAYMENT_INTENT;
            case "re_" -> Books.REFUND;
            case "po_" -> Books.PAYOUT;
            default -> Books.CHARGE;
        };
    }
}
