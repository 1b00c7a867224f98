package io.truebook.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object as it was written: fields in order, numbers as their literal, nothing forgiven.
 *
 * <p>Refused as not understood: bytes that are not UTF-8, anything but exactly one object, nesting
 * below eight levels, a field written twice.
 */
final class JsonObject {

    /** A JSON value: object, list, text, number literal, true or false; null is a Java null. */
    sealed interface Value {
        record Fields(Map<String, @Nullable Value> fields) implements Value {}

        record Items(List<@Nullable Value> items) implements Value {}

        record Text(String text) implements Value {}

        record Number(String literal) implements Value {}

        record Truth(boolean value) implements Value {}
    }

    private static final int MAX_DEPTH = 8;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(100_000)
                                    .build())
                    .build();

    private JsonObject() {}

    static Value.Fields parse(byte[] bytes) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), decode(bytes))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidRequest.malformed("The body has to be one JSON object");
            }
            var object = object(parser, "");
            if (parser.nextToken() != null) {
                throw InvalidRequest.malformed("Something follows the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            // Its own message may quote the body.
            var at = e.getLocation();
            throw InvalidRequest.malformed(
                    at == null
                            ? "The body is not valid JSON"
                            : "The body is not valid JSON at line %d, column %d"
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw InvalidRequest.malformed("The body is not valid UTF-8");
        }
    }

    private static Value.Fields object(JsonParser parser, String path) {
        Map<String, @Nullable Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            var value = value(parser, path + name + ".");
            if (fields.containsKey(name)) {
                CardNumbers.refuseIn(name, "the name of a field");
                throw InvalidRequest.field(path + name, "is written twice");
            }
            fields.put(name, value);
        }
        return new Value.Fields(fields);
    }

    private static @Nullable Value value(JsonParser parser, String path) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> list(parser, path);
            case VALUE_STRING -> new Value.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Number(parser.getString());
            case VALUE_TRUE -> new Value.Truth(true);
            case VALUE_FALSE -> new Value.Truth(false);
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("No value here");
        };
    }

    private static Value.Items list(JsonParser parser, String path) {
        List<@Nullable Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, path));
        }
        return new Value.Items(items);
    }

    /** Shows every text of the object, names of fields included. */
    static void eachText(@Nullable Value value, Consumer<String> visitor) {
        switch (value) {
            case null -> {}
            case Value.Fields(var fields) ->
                    fields.forEach((name, field) -> {
                        visitor.accept(name);
                        eachText(field, visitor);
                    });
            case Value.Items(var items) -> items.forEach(item -> eachText(item, visitor));
            case Value.Text(var text) -> visitor.accept(text);
            case Value.Number _, Value.Truth _ -> {}
        }
    }
}
