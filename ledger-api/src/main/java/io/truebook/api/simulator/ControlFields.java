package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a control request. What is unknown or of the wrong kind is refused by name, with
 * what would be right: a fault that was misspelt must not pass for a test that found nothing.
 */
record ControlFields(ObjectNode body) {

    ControlFields allowOnly(String... names) {
        return allowOnly(Set.of(names));
    }

    ControlFields allowOnly(Set<String> names) {
        for (String name : body.propertyNames()) {
            if (!names.contains(name)) {
                throw invalid(
                        name,
                        "Unknown field. Known here: " + String.join(", ", new TreeSet<>(names)));
            }
        }
        return this;
    }

    boolean has(String name) {
        return body.has(name);
    }

    Optional<String> text(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isString()) {
                        throw invalid(name, "Must be a text.");
                    }
                    return value.stringValue();
                });
    }

    String required(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> invalid(name, "Is missing."));
    }

    Optional<String> choice(String name, String... choices) {
        List<String> known = Arrays.asList(choices);
        return text(name)
                .map(text -> {
                    if (!known.contains(text)) {
                        throw invalid(name, "Must be one of: " + String.join(", ", known));
                    }
                    return text;
                });
    }

    Optional<Boolean> flag(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw invalid(name, "Must be true or false.");
                    }
                    return value.booleanValue();
                });
    }

    Optional<Long> number(String name, long least, long most) {
        return value(name)
                .map(value -> {
                    if (!value.isIntegralNumber()
                            || !value.canConvertToLong()
                            || value.longValue() < least
                            || value.longValue() > most) {
                        throw invalid(
                                name,
                                most == Long.MAX_VALUE
                                        ? "Must be a whole number, at least " + least + "."
                                        : "Must be a whole number from "
                                                + least
                                                + " to "
                                                + most
                                                + ".");
                    }
                    return value.longValue();
                });
    }

    Optional<Double> fraction(String name) {
        return value(name)
                .map(value -> {
                    double number = value.isNumber() ? value.doubleValue() : -1;
                    if (!(number >= 0 && number <= 1)) {
                        throw invalid(name, "Must be a number from 0 to 1.");
                    }
                    return number;
                });
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(body.get(name)).filter(value -> !value.isNull());
    }

    static StripeError invalid(String name, String message) {
        return StripeError.invalid("parameter_invalid", name, name + ": " + message);
    }
}
