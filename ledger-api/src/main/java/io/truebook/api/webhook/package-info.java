/**
 * What providers tell us by themselves: taken in durably, then worked.
 *
 * <p>Owns the inbox of callbacks, their order, their retries and the letters nobody could work;
 * what a callback proves and says is its dialect's to know, and what follows from it the payment's.
 * Start reading at {@link io.truebook.api.webhook.WebhookReceiver}; proved by {@code
 * WebhookDbTest}.
 */
@NullMarked
package io.truebook.api.webhook;

import org.jspecify.annotations.NullMarked;
