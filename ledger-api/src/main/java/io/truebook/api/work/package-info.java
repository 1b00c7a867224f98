/**
 * How background work is kept going: looked for at once when there is some, and now and then in any
 * case.
 *
 * <p>Knows nothing of what the work is. Start reading at {@link io.truebook.api.work.WorkLoop};
 * proved by {@code WorkLoopTest}.
 */
@NullMarked
package io.truebook.api.work;

import org.jspecify.annotations.NullMarked;
