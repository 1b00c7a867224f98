package io.truebook.ledger.payment;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client wrote about a person: kept beside the event, so that it can be erased.
 *
 * <p>Metadata keys are sorted: the order in which a client wrote them means nothing.
 */
public record Personal(
        @Nullable String description, @Nullable String reference, Map<String, String> metadata) {

    public static final Personal NONE = new Personal(null, null, Map.of());

    /** As it is, with this for a description; a refund's is its reason in the client's words. */
    Personal describedBy(@Nullable String words) {
        return words == null ? this : new Personal(words, reference, metadata);
    }

    public Personal {
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
