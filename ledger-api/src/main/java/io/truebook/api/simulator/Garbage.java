package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What comes back when the provider did as it was told and the answer was spoilt on its way. */
enum Garbage {
    /** A page that is not JSON, as a gateway sends it. */
    PAGE,
    /** The first half of the right answer, as if that were all of it. */
    TRUNCATED,
    /** The first half of the right answer; then the connection ends amid the body. */
    TORN,
    /** Nothing at all. */
    EMPTY;

    static String[] wires() {
        return Arrays.stream(values()).map(Garbage::wire).toArray(String[]::new);
    }

    static Garbage of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In place of the right answer, whose length a torn one still promises. */
    ApiAnswer insteadOf(ApiAnswer right, int status) {
        return switch (this) {
            case PAGE -> ApiAnswer.html(status, "<html><body>%d</body></html>".formatted(status));
            case TRUNCATED -> new ApiAnswer(status, right.contentType(), half(right.body()));
            case TORN ->
                    new ApiAnswer(
                            status,
                            right.contentType(),
                            half(right.body()),
                            right.body().length,
                            Map.of());
            case EMPTY -> new ApiAnswer(status, right.contentType(), new byte[0]);
        };
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }
}
