package io.truebook.projection.store;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the decisions about a break are, as lists and workers ask for it.
 *
 * @param dueAt when a worker has to look at it; null for never
 * @param applied whether the last event is that a repair was applied
 * @param dismissed the amount at stake when it was dismissed; null unless it is
 * @param halfDone whether the last repair failed after it may have booked a part
 */
public record BreakCase(
        String breakId,
        String connection,
        String status,
        @Nullable String owner,
        Instant decidedAt,
        @Nullable Instant dueAt,
        boolean applied,
        @Nullable Money dismissed,
        boolean halfDone) {}
