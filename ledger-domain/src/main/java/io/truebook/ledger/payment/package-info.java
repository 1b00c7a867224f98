/**
 * The life of one payment: charge, capture, void and refunds, as pure decisions over sealed states.
 *
 * <p>Owns every rule about a payment and the postings each of its events makes; knows neither SQL,
 * JSON, HTTP nor a provider's names. Start reading at {@link io.truebook.ledger.payment.Payment};
 * proved by {@code PaymentTest} and {@code LedgerSimulationTest}.
 */
@NullMarked
package io.truebook.ledger.payment;

import org.jspecify.annotations.NullMarked;
