package io.truebook.api.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a client wants to wait for an outcome: the header {@code Prefer} of RFC 7240.
 *
 * <p>What is malformed is ignored, and of two of a kind the first counts.
 *
 * @param patience 10 seconds unless the client says otherwise, at most 30
 * @param applied for {@code Preference-Applied}; null when the client asked for nothing we know
 */
public record Preference(Duration patience, @Nullable String applied) {

    static final Preference NONE = new Preference(Duration.ofSeconds(10), null);
    private static final int MAX_WAIT_SECONDS = 30;

    static Preference read(List<String> headers) {
        boolean async = false;
        Optional<Integer> wait = Optional.empty();
        for (var preference : preferences(headers)) {
            var text = preference.toLowerCase(Locale.ROOT);
            if (text.equals("respond-async")) {
                async = true;
            } else if (text.startsWith("wait") && wait.isEmpty()) {
                wait = seconds(text.substring("wait".length()).strip());
            }
        }
        if (wait.isEmpty()) {
            return async ? new Preference(Duration.ZERO, "respond-async") : NONE;
        }
        var waits = "wait=" + wait.get();
        return new Preference(
                Duration.ofSeconds(wait.get()), async ? "respond-async, " + waits : waits);
    }

    private static List<String> preferences(List<String> headers) {
        List<String> all = new ArrayList<>();
        for (var header : headers) {
            for (var part : header.split(",", -1)) {
                // Parameters of a preference follow a semicolon; we know none.
                all.add(part.split(";", 2)[0].strip());
            }
        }
        return all;
    }

    private static Optional<Integer> seconds(String assignment) {
        if (!assignment.startsWith("=")) {
            return Optional.empty();
        }
        String value = assignment.substring(1).strip();
        if (value.length() > 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        if (!value.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Math.min(MAX_WAIT_SECONDS, Integer.parseInt(value)));
    }
}
