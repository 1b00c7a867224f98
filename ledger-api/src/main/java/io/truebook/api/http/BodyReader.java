package io.truebook.api.http;

import io.truebook.api.http.JsonObject.Value;
import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.CurrencyTable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a request body one by one and remembers what is wrong with them.
 *
 * <p>A wrong or missing required field is taken as a stand-in until {@link #done()}, which refuses
 * the request with everything found, unknown fields included. Messages never repeat a value.
 */
public final class BodyReader {

    /** Fits every currency and every provider, with room for a million of them in a balance. */
    static final long MAX_AMOUNT = 999_999_999_999L;

    static final int MAX_TEXT = 255;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/+-]{1,64}");
    private static final int MAX_PAIRS = 50;
    private static final int MAX_PAIR_NAME = 40;
    private static final int MAX_PAIR_VALUE = 500;

    private final Map<String, @Nullable Value> fields;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> canonical = new TreeMap<>();
    private final List<FieldProblem> errors = new ArrayList<>();

    BodyReader(Value.Fields body) {
        this.fields = body.fields();
    }

    /**
     * Ends the reading: refuses the request if anything was wrong.
     *
     * @return what was read, as the text that two requests have in common when they mean the same
     */
    public Map<String, String> done() {
        for (var name : fields.keySet()) {
            if (!taken.contains(name)) {
                errors.add(new FieldProblem(shown(name), "is not a field of this request"));
            }
        }
        if (!errors.isEmpty()) {
            throw InvalidRequest.fields(errors);
        }
        return Map.copyOf(canonical);
    }

    /** An amount in minor units: an integer literal from 1 to {@value #MAX_AMOUNT}. */
    public long amount(String name) {
        return required(name, optionalAmount(name)).orElse(1L);
    }

    public Optional<Long> optionalAmount(String name) {
        return take(name, value -> value instanceof Value.Number(var text) ? amountOf(text) : null)
                .orElseGet(() -> wrong(name, "has to be a whole number from 1 to " + MAX_AMOUNT));
    }

    private static @Nullable Long amountOf(String literal) {
        if (!AMOUNT.matcher(literal).matches()) {
            return null;
        }
        long amount = Long.parseLong(literal);
        return amount >= 1 && amount <= MAX_AMOUNT ? amount : null;
    }

    public Currency currency(String name) {
        var currency =
                take(
                                name,
                                value ->
                                        value instanceof Value.Text(var code)
                                                ? CurrencyTable.find(code).orElse(null)
                                                : null)
                        .orElseGet(() -> wrong(name, "has to be an ISO 4217 code we know"));
        return required(name, currency).orElseGet(() -> CurrencyTable.of("EUR"));
    }

    /** A merchant or connection: up to 64 letters, digits, dots, dashes and underscores. */
    public String segment(String name) {
        var segment =
                take(
                                name,
                                value ->
                                        value instanceof Value.Text(var text)
                                                        && AccountName.isSegment(text)
                                                ? text
                                                : null)
                        .orElseGet(() ->
                                wrong(
                                        name,
                                        "has to be 1 to 64 letters, digits, '.', '_' or '-',"
                                                + " the first a letter or digit"));
        return required(name, segment).orElse("");
    }

    /**
     * A name that a machine gave: up to 64 letters, digits and {@code . _ : / + -}. Nobody's words
     * fit, so that it can be part of an event, which is never erased.
     */
    public Optional<String> optionalName(String name) {
        return take(
                        name,
                        value ->
                                value instanceof Value.Text(var text)
                                                && NAME.matcher(text).matches()
                                        ? text
                                        : null)
                .orElseGet(() ->
                        wrong(name, "has to be 1 to 64 letters, digits or . _ : / + - alone"));
    }

    public String text(String name) {
        return required(name, optionalText(name)).orElse("");
    }

    /** Up to 255 characters, none of them a control character. */
    public Optional<String> optionalText(String name) {
        return take(
                        name,
                        value ->
                                value instanceof Value.Text(var text) && isPlain(text, 1, MAX_TEXT)
                                        ? text
                                        : null)
                .orElseGet(() ->
                        wrong(
                                name,
                                "has to be text of 1 to "
                                        + MAX_TEXT
                                        + " characters without control characters"));
    }

    /** The usual one where it is left out: to say it is the same request. */
    public String textOr(String name, String usual) {
        var text = optionalText(name).orElse(usual);
        canonical.putIfAbsent(name, text);
        return text;
    }

    /** One of a few words. */
    public <E> E choice(String name, Map<String, E> words, E standIn) {
        return required(name, optionalChoice(name, words)).orElse(standIn);
    }

    public <E> Optional<E> optionalChoice(String name, Map<String, E> words) {
        return take(name, value -> value instanceof Value.Text(var text) ? words.get(text) : null)
                .orElseGet(() -> wrong(name, "has to be one of " + new TreeMap<>(words).keySet()));
    }

    /** An address a payer's browser can be sent back to. */
    public Optional<String> optionalUrl(String name) {
        return take(
                        name,
                        value ->
                                value instanceof Value.Text(var text) && isWebAddress(text)
                                        ? text
                                        : null)
                .orElseGet(() -> wrong(name, "has to be an http or https address"));
    }

    private static boolean isWebAddress(String text) {
        if (!isPlain(text, 1, 2048)) {
            return false;
        }
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme();
            return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                    && uri.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** At most 50 flat pairs of text. */
    public Map<String, String> metadata(String name) {
        taken.add(name);
        Map<String, String> pairs = new TreeMap<>();
        var value = fields.get(name);
        if (value == null) {
            return pairs;
        }
        if (!(value instanceof Value.Fields(var written)) || written.size() > MAX_PAIRS) {
            errors.add(new FieldProblem(name, "has to be an object of at most 50 pairs of text"));
            return pairs;
        }
        written.forEach((key, pair) -> {
            if (isPlain(key, 1, MAX_PAIR_NAME)
                    && pair instanceof Value.Text(var text)
                    && isPlain(text, 0, MAX_PAIR_VALUE)) {
                pairs.put(key, text);
            } else {
                errors.add(
                        new FieldProblem(
                                name + "." + shown(key),
                                "has to be text of at most 500 characters under a name of"
                                        + " 1 to 40, without control characters"));
            }
        });
        if (!pairs.isEmpty()) {
            canonical.put(name, new String(Json.bytes(pairs), StandardCharsets.UTF_8));
        }
        return pairs;
    }

    /** Takes a field: the outer optional is empty when it is there and wrong. */
    private <T> Optional<Optional<T>> take(String name, Function<Value, @Nullable T> read) {
        taken.add(name);
        var value = fields.get(name);
        if (value == null) {
            return Optional.of(Optional.empty());
        }
        var result = read.apply(value);
        if (result == null) {
            return Optional.empty();
        }
        canonical.put(name, result.toString());
        return Optional.of(Optional.of(result));
    }

    private <T> Optional<T> wrong(String name, String message) {
        errors.add(new FieldProblem(name, message));
        return Optional.empty();
    }

    private <T> Optional<T> required(String name, Optional<T> value) {
        if (value.isEmpty() && errors.stream().noneMatch(error -> error.field().equals(name))) {
            errors.add(new FieldProblem(name, "is missing"));
        }
        return value;
    }

    /** The name of a field that a client made up, short enough and safe to repeat. */
    static String shown(String name) {
        return isPlain(name, 1, MAX_PAIR_NAME) ? name : "(unprintable or long name)";
    }

    /** PostgreSQL holds neither U+0000 nor half a surrogate pair; people read no controls. */
    static boolean isPlain(String text, int minLength, int maxLength) {
        int length = text.codePointCount(0, text.length());
        return length >= minLength
                && length <= maxLength
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || isHalfOfPair(c));
    }

    private static boolean isHalfOfPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
