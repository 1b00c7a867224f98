package io.truebook.projection.reconciliation;

import java.time.Instant;

/**
 * An earlier state of knowledge.
 *
 * @param position the last event that was known
 * @param at the time of it: settlement files that came later were not
 */
public record KnownBy(long position, Instant at) {}
