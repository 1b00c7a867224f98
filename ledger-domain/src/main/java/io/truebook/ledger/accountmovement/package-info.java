/**
 * What a provider moves of our balance for no payment: what it holds back and gives back, and the
 * fees of the account itself.
 *
 * <p>Owns one tiny aggregate per movement of the provider's and its postings; knows no payments but
 * how evidence is kept. Start reading at {@link
 * io.truebook.ledger.accountmovement.AccountMovement}; proved by {@code AccountMovementTest}.
 */
@NullMarked
package io.truebook.ledger.accountmovement;

import org.jspecify.annotations.NullMarked;
