package io.truebook.projection.balance;

import io.truebook.ledger.journal.JournalEntry;
import java.time.Instant;

/**
 * How one event is booked.
 *
 * @param effectiveAt the time the money counts from
 * @param limited whether account limits apply: they do to what a client asks for, never to facts
 */
public record Booking(JournalEntry entry, Instant effectiveAt, boolean limited) {}
