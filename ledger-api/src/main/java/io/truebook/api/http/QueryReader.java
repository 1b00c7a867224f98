package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parameters of an address one by one; unknown and repeated ones are refused.
 *
 * <p>Reads the query itself: a servlet would mix in a form's body and forgive what is repeated.
 */
public final class QueryReader {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Names of an account and of an object at the provider, written so that they fit an address.
     */
    private static final int LONGEST_CURSOR = 700;

    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> left;
    private final List<FieldProblem> errors = new ArrayList<>();

    private QueryReader(@Nullable String query) {
        if (query != null && !query.isEmpty()) {
            for (var pair : query.split("&", -1)) {
                int at = pair.indexOf('=');
                String name = decode(at < 0 ? pair : pair.substring(0, at));
                String value = at < 0 ? "" : decode(pair.substring(at + 1));
                if (parameters.put(name, value) != null) {
                    errors.add(new FieldProblem(BodyReader.shown(name), "is there twice"));
                }
            }
        }
        left = new TreeMap<>(parameters);
    }

    public static QueryReader of(HttpServletRequest request) {
        return new QueryReader(request.getQueryString());
    }

    private static String decode(String text) {
        try {
            var bytes =
                    URLDecoder.decode(text, StandardCharsets.ISO_8859_1)
                            .getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw InvalidRequest.malformed("The query is not percent-encoded UTF-8");
        }
    }

    /** Refuses the request if anything was wrong or is left. */
    public void done() {
        left.keySet()
                .forEach(name ->
                        errors.add(
                                new FieldProblem(
                                        BodyReader.shown(name),
                                        "is not a parameter of this address")));
        if (!errors.isEmpty()) {
            throw InvalidRequest.fields(errors);
        }
    }

    /** The whole query in one form for all ways of writing it; empty when there is none. */
    String canonical() {
        return parameters.isEmpty() ? "" : parameters.toString();
    }

    /** Whether it is there and nobody has taken it yet. */
    boolean has(String name) {
        return left.containsKey(name);
    }

    public Optional<String> text(String name) {
        return text(name, BodyReader.MAX_TEXT);
    }

    private Optional<String> text(String name, int longest) {
        var value = left.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!BodyReader.isPlain(value, 1, longest)) {
            errors.add(
                    new FieldProblem(
                            name, "has to be text of 1 to %d characters".formatted(longest)));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    public Optional<String> choice(String name, List<String> words) {
        var value = text(name);
        if (value.isPresent() && !words.contains(value.get())) {
            errors.add(new FieldProblem(name, "has to be one of " + words));
        }
        return value;
    }

    /** A time with its offset, as RFC 3339 writes it: years have four digits. */
    public Optional<Instant> time(String name) {
        return text(name)
                .flatMap(value -> {
                    try {
                        var time = OffsetDateTime.parse(value);
                        if (Character.isDigit(value.charAt(0)) && time.getYear() <= 9999) {
                            return Optional.of(time.toInstant());
                        }
                    } catch (DateTimeException _) {
                        // Said below.
                    }
                    errors.add(
                            new FieldProblem(
                                    name, "has to be a time such as 2026-11-20T08:30:00Z"));
                    return Optional.empty();
                });
    }

    /** A date such as 2026-11-20. */
    public Optional<LocalDate> day(String name) {
        return text(name)
                .flatMap(value -> {
                    try {
                        if (value.length() == 10) {
                            return Optional.of(LocalDate.parse(value));
                        }
                    } catch (DateTimeException _) {
                        // Said below.
                    }
                    errors.add(new FieldProblem(name, "has to be a date such as 2026-11-20"));
                    return Optional.empty();
                });
    }

    public Optional<Long> number(String name, long min, long max) {
        return text(name)
                .flatMap(value -> {
                    if (value.matches("[0-9]{1,18}")) {
                        long number = Long.parseLong(value);
                        if (number >= min && number <= max) {
                            return Optional.of(number);
                        }
                    }
                    errors.add(
                            new FieldProblem(
                                    name, "has to be a whole number from " + min + " to " + max));
                    return Optional.empty();
                });
    }

    /** How many rows of a list: 1 to 100, 20 unless asked otherwise. */
    public int limit() {
        return number("limit", 1, MAX_LIMIT).map(Long::intValue).orElse(DEFAULT_LIMIT);
    }

    /** The cursor of the next page, opaque to clients. */
    public Optional<String> after(String pattern) {
        var after = text("after", LONGEST_CURSOR);
        if (after.isPresent() && !after.get().matches(pattern)) {
            errors.add(new FieldProblem("after", "has to be a next_cursor of this list"));
            return Optional.empty();
        }
        return after;
    }

    /** The one parameter an address cannot do without. */
    public String required(String name) {
        var value = text(name);
        if (value.isEmpty() && errors.stream().noneMatch(error -> error.field().equals(name))) {
            errors.add(new FieldProblem(name, "is missing"));
        }
        return value.orElse("");
    }

    static CommandRejected notFound(Rejection reason, String id) {
        return new CommandRejected(reason, "There is none called " + id);
    }
}
