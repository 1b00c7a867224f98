/**
 * What events leave to be done: calls to a provider, which provider objects are whose, and breaks
 * whose repair was approved.
 *
 * <p>Owns the mapping from events to open and closed provider operations and to provider
 * references, written in the batch of the events themselves; makes no call and knows no provider.
 * Start reading at {@link io.truebook.projection.outbox.OperationContributor}; proved by {@code
 * OperationContributorTest}.
 */
@NullMarked
package io.truebook.projection.outbox;

import org.jspecify.annotations.NullMarked;
