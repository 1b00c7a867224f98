/**
 * What could not be worked on: events that a read model did not take, and callbacks nobody could
 * work.
 *
 * <p>Owns the queue behind each streaming processor, which keeps the order per payment, the retries
 * and what an operator may do with a letter; why an event fails is its handler's business. Start
 * reading at {@link io.truebook.projection.deadletter.DeadLetters}; proved by {@code
 * DeadLetterHttpTest}.
 */
@NullMarked
package io.truebook.projection.deadletter;

import org.jspecify.annotations.NullMarked;
