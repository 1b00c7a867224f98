/**
 * Calls to providers: who makes them, when, under which key, and what becomes of an answer.
 *
 * <p>Owns open operations, attempts, leases and look-ups; knows no provider's names and books
 * nothing: whatever is learned ends in {@code RecordOutcome}. Start reading at {@link
 * io.truebook.api.provider.ProviderDispatcher}; proved by {@code ProviderDispatcherDbTest}.
 */
@NullMarked
package io.truebook.api.provider;

import org.jspecify.annotations.NullMarked;
