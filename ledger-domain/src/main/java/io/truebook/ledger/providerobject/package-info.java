/**
 * What moves money at a provider and belongs to no payment: payouts, so far.
 *
 * <p>Owns one tiny aggregate per object of the provider, its events and their postings; knows
 * nothing of payments but how evidence is kept. Start reading at {@link
 * io.truebook.ledger.providerobject.Payout}; proved by {@code PayoutTest}.
 */
@NullMarked
package io.truebook.ledger.providerobject;

import org.jspecify.annotations.NullMarked;
