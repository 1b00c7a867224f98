/**
 * Erasure of personal data where the journal's own commit does not reach: what providers sent.
 *
 * <p>Owns the way from an erasure event to the answer that says it is done; what is personal in a
 * provider's message is its dialect's to know. Start reading at {@link
 * io.truebook.api.erasure.ErasureWorker}; proved by {@code ErasureHttpTest}.
 */
@NullMarked
package io.truebook.api.erasure;

import org.jspecify.annotations.NullMarked;
