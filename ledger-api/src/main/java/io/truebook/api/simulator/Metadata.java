package io.truebook.api.simulator;

import java.util.Map;

/**
 * The caller's labels on an object: at most 50, names of 40 and values of 500 characters. Source:
 * Stripe "Metadata".
 */
final class Metadata {
    private static final int PAIRS_AT_MOST = 50;
    private static final int NAME_AT_MOST = 40;
    private static final int VALUE_AT_MOST = 500;

    private Metadata() {}

    static Map<String, String> of(Form form) {
        Map<String, String> pairs = form.pairs("metadata");
        if (pairs.size() > PAIRS_AT_MOST) {
            throw StripeError.invalid(null, "metadata", "Metadata can have up to 50 keys.");
        }
        pairs.forEach((name, value) -> {
            if (name.isEmpty()
                    || name.length() > NAME_AT_MOST
                    || name.indexOf('[') >= 0
                    || name.indexOf(']') >= 0) {
                throw StripeError.invalid(
                        null,
                        "metadata",
                        "Metadata keys can have up to 40 characters and no square brackets.");
            }
            if (value.length() > VALUE_AT_MOST) {
                throw StripeError.invalid(
                        null, "metadata", "Metadata values can have up to 500 characters.");
            }
        });
        pairs.values().removeIf(String::isEmpty);
        return pairs;
    }
}
