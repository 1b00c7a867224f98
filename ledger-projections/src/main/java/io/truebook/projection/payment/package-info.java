/**
 * Payments in the journal: under which names their events are stored, how they are booked, and what
 * is kept of them to be listed.
 *
 * <p>Owns the table of a payment's event types; decides nothing about payments. Start reading at
 * {@link io.truebook.projection.payment.PaymentEvents}; proved by {@code PaymentEventsTest}.
 */
@NullMarked
package io.truebook.projection.payment;

import org.jspecify.annotations.NullMarked;
