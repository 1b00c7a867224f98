/**
 * The independent checker: everything that is derived is derived again from the first event, and
 * every event is hashed again.
 *
 * <p>Reads the whole journal page by page and compares; repairs nothing and depends on no
 * configuration. Each walk looks at one thing and keeps no more in memory than a page. Start
 * reading at {@link io.truebook.projection.integrity.IntegrityCheck}; proved by {@code
 * IntegrityCheckDbTest} and {@code TamperDbTest}.
 */
@NullMarked
package io.truebook.projection.integrity;

import org.jspecify.annotations.NullMarked;
