/**
 * What a provider holds back of our balance, and gives back.
 *
 * <p>Owns one tiny aggregate per movement of the provider's and its postings; knows no payments but
 * how evidence is kept. Start reading at {@link io.truebook.ledger.reserve.ReserveMovement}; proved
 * by {@code ReserveMovementTest}.
 */
@NullMarked
package io.truebook.ledger.reserve;

import org.jspecify.annotations.NullMarked;
