/**
 * The independent checker: everything that is derived is derived again from the first event.
 *
 * <p>Reads the whole journal in one snapshot and compares; repairs nothing and depends on no
 * configuration. Start reading at {@link io.truebook.projection.integrity.IntegrityCheck}; proved
 * by {@code IntegrityCheckDbTest}.
 */
@NullMarked
package io.truebook.projection.integrity;

import org.jspecify.annotations.NullMarked;
