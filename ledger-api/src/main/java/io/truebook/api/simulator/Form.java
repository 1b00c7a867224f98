package io.truebook.api.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request as Stripe's clients send them: form encoding with brackets for
 * nesting, such as {@code metadata[key]=v}, {@code expand[]=x} and {@code created[gte]=1}.
 *
 * <p>Decoding is strict: broken escapes, text that is not UTF-8 and NUL characters are refused,
 * never repaired.
 */
final class Form {
    private static final int FIELDS_AT_MOST = 1_000;

    private final Map<String, String> fields;
    private final Map<String, List<String>> lists;

    private Form(Map<String, String> fields, Map<String, List<String>> lists) {
        this.fields = fields;
        this.lists = lists;
    }

    static Form parse(@Nullable String... encodedParts) {
        var fields = new LinkedHashMap<String, String>();
        var lists = new LinkedHashMap<String, List<String>>();
        for (@Nullable String encoded : encodedParts) {
            if (encoded != null && !encoded.isEmpty()) {
                addAll(encoded, fields, lists);
            }
        }
        return new Form(fields, lists);
    }

    private static void addAll(
            String encoded, Map<String, String> fields, Map<String, List<String>> lists) {
        for (String pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            String list = listName(name);
            if (list == null) {
                fields.put(name, value);
            } else {
                lists.computeIfAbsent(list, _ -> new ArrayList<>()).add(value);
            }
            if (fields.size() + lists.size() > FIELDS_AT_MOST) {
                throw StripeError.malformed("Too many parameters.");
            }
        }
    }

    /**
     * {@code expand[]} and {@code expand[0]} name the list {@code expand}; anything else is no
     * list.
     */
    private static @Nullable String listName(String name) {
        if (!name.endsWith("]")) {
            return null;
        }
        int open = name.lastIndexOf('[');
        boolean index =
                open > 0
                        && name.substring(open + 1, name.length() - 1)
                                .chars()
                                .allMatch(c -> c >= '0' && c <= '9');
        return index && !name.startsWith("metadata[") ? name.substring(0, open) : null;
    }

    private static String decode(String encoded) {
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                if (i + 2 >= encoded.length()
                        || !HexFormat.isHexDigit(encoded.charAt(i + 1))
                        || !HexFormat.isHexDigit(encoded.charAt(i + 2))) {
                    throw StripeError.malformed("Invalid percent-encoding in the request.");
                }
                bytes[length++] = (byte) HexFormat.fromHexDigits(encoded, i + 1, i + 3);
                i += 2;
            } else if (c > 0xff) {
                throw StripeError.malformed("Invalid characters in the request.");
            } else {
                bytes[length++] = c == '+' ? (byte) ' ' : (byte) c;
            }
        }
        return utf8(bytes, length);
    }

    private static String utf8(byte[] bytes, int length) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, 0, length))
                            .toString();
            if (text.indexOf('\0') >= 0) {
                throw StripeError.malformed("Invalid characters in the request.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw StripeError.malformed("Invalid UTF-8 in the request.");
        }
    }

    /**
     * The value under this name; an empty value counts as none, as it does for Stripe when a thing
     * is created.
     */
    @Nullable String text(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw StripeError.invalid(
                    "parameter_missing", name, "Missing required param: " + name + ".");
        }
        if (value.isEmpty()) {
            throw StripeError.invalid(
                    "parameter_invalid_empty",
                    name,
                    "You passed an empty string for '" + name + "'.");
        }
        return value;
    }

    boolean flag(String name) {
        String value = text(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw StripeError.invalid(null, name, "Invalid boolean: " + value);
    }

    /**
     * A whole number, or null when the parameter is absent. Fractions and exponents are refused.
     */
    @Nullable Long integer(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?[0-9]{1,18}")) {
            throw StripeError.invalid(
                    "parameter_invalid_integer", name, "Invalid integer: " + value);
        }
        return Long.valueOf(value);
    }

    List<String> list(String name) {
        return List.copyOf(lists.getOrDefault(name, List.of()));
    }

    /** The pairs under {@code prefix[...]}, sorted by key. */
    Map<String, String> pairs(String prefix) {
        var pairs = new TreeMap<String, String>();
        fields.forEach((name, value) -> {
            if (name.startsWith(prefix + "[") && name.endsWith("]")) {
                pairs.put(name.substring(prefix.length() + 1, name.length() - 1), value);
            }
        });
        return pairs;
    }

    Map<String, String> all() {
        return Map.copyOf(fields);
    }

    /** Refuses parameters this request does not have, as Stripe does. */
    void allowOnly(Set<String> known) {
        var names = new TreeSet<>(lists.keySet());
        names.addAll(fields.keySet());
        for (String name : names) {
            int bracket = name.indexOf('[');
            String top = bracket < 0 ? name : name.substring(0, bracket);
            if (!known.contains(top)) {
                throw StripeError.invalid(
                        "parameter_unknown", top, "Received unknown parameter: " + top);
            }
        }
    }

    /**
     * The same text for the same parameters in any order: what an idempotency key is compared by.
     */
    String canonical() {
        return new TreeMap<>(fields) + "&" + new TreeMap<>(lists);
    }
}
