/**
 * Adyen's dialect: requests, answers, amounts and standard webhooks.
 *
 * <p>Owns every name Adyen gives to things; nothing outside may know one. It decides nothing about
 * a payment: it says what Adyen said, as facts. Start reading at {@link
 * io.truebook.api.provider.adyen.AdyenProvider}; proved by {@code AdyenContractTest}.
 */
@NullMarked
package io.truebook.api.provider.adyen;

import org.jspecify.annotations.NullMarked;
