/**
 * Paying merchants out of our bank: asked for, told paid or failed, never more than they have.
 *
 * <p>Owns one aggregate per payout, its events and their postings; knows no provider and no bank
 * statement, only what an operator or a statement says of a payout. Start reading at {@link
 * io.truebook.ledger.merchantpayout.MerchantPayout}; proved by {@code MerchantPayoutTest}.
 */
@NullMarked
package io.truebook.ledger.merchantpayout;

import org.jspecify.annotations.NullMarked;
