/**
 * Journal entries: sets of postings that balance by construction.
 *
 * <p>Owns what a posting is and that an entry balances per currency and layer; knows neither
 * payments nor balances. Start reading at {@link io.truebook.ledger.journal.JournalEntry}; proved
 * by {@code JournalEntryTest}.
 */
@NullMarked
package io.truebook.ledger.journal;

import org.jspecify.annotations.NullMarked;
