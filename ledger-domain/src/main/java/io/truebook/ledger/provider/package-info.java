/**
 * What the ledger expects of a payment provider, and what a provider can tell the ledger.
 *
 * <p>Owns the port, the outcomes of a call and the normalized facts; knows no provider's names,
 * wire formats or libraries. Start reading at {@link io.truebook.ledger.provider.PaymentProvider};
 * proved by every adapter's contract test.
 */
@NullMarked
package io.truebook.ledger.provider;

import org.jspecify.annotations.NullMarked;
