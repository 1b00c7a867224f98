package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which provider is played: its API, its webhooks and its words. */
public enum Dialect {
    STRIPE,
    ADYEN;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Dialect> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Dialect::wire).toList();
    }
}
