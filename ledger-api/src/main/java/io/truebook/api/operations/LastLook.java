package io.truebook.api.operations;

import io.truebook.api.operations.LedgerState.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was last seen of the ledger's state, looked at again when it is older than a moment: one
 * look for all gauges of a scrape.
 */
public final class LastLook {

    private static final Logger log = LoggerFactory.getLogger(LastLook.class);

    private final LedgerState state;
    private final long keptNanos;
    private @Nullable Seen seen;
    private long at;

    public LastLook(LedgerState state, Duration kept) {
        this.state = state;
        this.keptNanos = kept.toNanos();
    }

    /** Empty while the database does not answer. */
    public synchronized Optional<Seen> seen() {
        long now = System.nanoTime();
        if (at == 0 || now - at > keptNanos) {
            try {
                seen = state.look();
            } catch (RuntimeException away) {
                log.debug("The state cannot be read now", away);
                seen = null;
            }
            at = System.nanoTime();
        }
        return Optional.ofNullable(seen);
    }

    /** A number of it; none while the database does not answer. */
    double number(Function<Seen, ? extends Number> which) {
        return seen().map(which).map(Number::doubleValue).orElse(Double.NaN);
    }
}
