/**
 * Stripe's dialect: requests, answers, look-ups, amounts and callbacks.
 *
 * <p>Owns every name Stripe gives to things; nothing outside may know one. It decides nothing about
 * a payment: it says what Stripe said, as facts. Start reading at {@link
 * io.truebook.api.provider.stripe.StripeProvider}; proved by {@code StripeContractTest}.
 */
@NullMarked
package io.truebook.api.provider.stripe;

import org.jspecify.annotations.NullMarked;
