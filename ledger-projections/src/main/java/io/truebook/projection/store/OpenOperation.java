package io.truebook.projection.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider call that a change decided to make: durable with the event that intends it.
 *
 * @param id the operation id, also what the provider is told ({@code ch_...}, {@code re_...})
 * @param connection the provider account the call goes to
 * @param kind what is asked for: {@code charge}, {@code capture}, {@code void}, {@code refund}
 * @param dueAt when the call may first be made
 * @param after the operation of the same payment that must be settled first
 */
public record OpenOperation(
        String id,
        String paymentId,
        String connection,
        String kind,
        Instant dueAt,
        @Nullable String after) {}
