/**
 * Who calls: API keys, the tenant and principal they stand for, and the roles.
 *
 * <p>Owns table {@code api_key} and the check of every request under {@code /v1}; knows nothing of
 * charges, and leaves the look of a refusal to the exception handling of {@code http}. Start
 * reading at {@link io.truebook.api.security.KeyFilter}; proved by {@code SecurityHttpTest}.
 */
@NullMarked
package io.truebook.api.security;

import org.jspecify.annotations.NullMarked;
