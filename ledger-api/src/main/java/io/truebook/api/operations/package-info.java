/**
 * Running Truebook: the command line, where PostgreSQL is and as whom we work there, what an
 * operator sees at the start and the end. Owns the data directory; may not know payments or
 * providers. Start reading at {@link DatabaseServer}; proved by {@code EmbeddedPostgresTest}.
 */
@NullMarked
package io.truebook.api.operations;

import org.jspecify.annotations.NullMarked;
