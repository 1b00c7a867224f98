/**
 * The journal in PostgreSQL: one append-only sequence of events, and everything that must become
 * true in the same commit.
 *
 * <p>Owns the write path (group commit behind Axon's event store), the register of transaction ids
 * and the JSON events are stored as. It knows postings and accounts but no payment: what an event
 * books or opens is said by a {@link io.truebook.projection.store.JournalContributor}. Start
 * reading at {@link io.truebook.projection.store.JournalWriter}; proved by {@code
 * JournalWriterDbTest}.
 */
@NullMarked
package io.truebook.projection.store;

import org.jspecify.annotations.NullMarked;
