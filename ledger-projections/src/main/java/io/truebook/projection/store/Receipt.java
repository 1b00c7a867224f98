package io.truebook.projection.store;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever sent a command what its events made of the aggregate, and where in the journal they
 * are, so that nobody has to read back what was just written.
 *
 * <p>It travels in the command's metadata and is filled before the command returns. It stays empty
 * when the command had no events.
 */
public final class Receipt {

    /**
     * What became durable.
     *
     * @param state of the aggregate after its last event
     * @param position index of that event
     */
    public record Written(Object state, long position) {}

    private static final String KEY = "receipt";

    private volatile @Nullable Written written;

    /** The metadata to send a command with, besides its context. */
    public Map<String, Object> metaData() {
        return Map.of(KEY, this);
    }

    public Optional<Written> written() {
        return Optional.ofNullable(written);
    }

    static void fill(Map<String, ?> metaData, @Nullable Object state, long position) {
        if (state != null && metaData.get(KEY) instanceof Receipt receipt) {
            receipt.written = new Written(state, position);
        }
    }
}
