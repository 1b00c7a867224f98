package io.truebook.projection.balance;

import io.truebook.ledger.journal.JournalEntry;
import io.truebook.projection.store.Limits;
import java.time.Instant;

/**
 * How one event is booked.
 *
 * @param effectiveAt the time the money counts from
 * @param limits those it keeps to: what a client asks for has some, a fact never has
 */
public record Booking(JournalEntry entry, Instant effectiveAt, Limits limits) {}
