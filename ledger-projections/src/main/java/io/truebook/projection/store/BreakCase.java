package io.truebook.projection.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the decisions about a break are, as lists and workers ask for it.
 *
 * @param dueAt when a worker has to look at it; null for never
 */
public record BreakCase(
        String breakId,
        String connection,
        String status,
        @Nullable String owner,
        Instant decidedAt,
        @Nullable Instant dueAt) {}
