/**
 * What a decision can be: accepted with events, or rejected with an entry of the error catalogue.
 *
 * <p>Owns the names of every refusal the product can give; knows nothing of payments, SQL or HTTP
 * status numbers. Start reading at {@link io.truebook.ledger.decision.Rejection}; proved by {@code
 * RejectionTest}.
 */
@NullMarked
package io.truebook.ledger.decision;

import org.jspecify.annotations.NullMarked;
