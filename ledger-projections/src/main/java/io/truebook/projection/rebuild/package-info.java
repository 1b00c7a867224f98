/**
 * Derives a projection again from the first event, beside the one in use, and puts it in its place.
 *
 * <p>Owns the making of the new tables, the comparison with the old ones and the swap; how an event
 * is booked, listed or turned into provider calls it takes from the packages that own that. Works
 * as the owner of the tables, never as the application. Start reading at {@link
 * io.truebook.projection.rebuild.Rebuild}; proved by {@code RebuildHttpTest}.
 */
@NullMarked
package io.truebook.projection.rebuild;

import org.jspecify.annotations.NullMarked;
