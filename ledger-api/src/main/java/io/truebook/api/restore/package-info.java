/**
 * Catching up with the providers after a restore from an older backup.
 *
 * <p>Owns the way from "the provider knows more than we do" to "everything it knows is booked or
 * listed, and no transaction id of the time between can be used again". What an account remembers
 * is its adapter's to read, what follows for a payment is the payment's. Start reading at {@link
 * io.truebook.api.restore.CatchUpWorker}; proved by {@code CatchUpDbTest} and {@code RestoreTest}.
 */
@NullMarked
package io.truebook.api.restore;

import org.jspecify.annotations.NullMarked;
