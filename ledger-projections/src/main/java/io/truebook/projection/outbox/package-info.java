/**
 * What a payment's events leave to be done at a provider, and which provider objects are whose.
 *
 * <p>Owns the mapping from events to open and closed provider operations and to provider
 * references, written in the batch of the events themselves; makes no call and knows no provider.
 * Start reading at {@link io.truebook.projection.outbox.OperationContributor}; proved by {@code
 * OperationContributorTest}.
 */
@NullMarked
package io.truebook.projection.outbox;

import org.jspecify.annotations.NullMarked;
