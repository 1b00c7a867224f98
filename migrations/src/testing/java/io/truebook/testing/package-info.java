/**
 * PostgreSQL for tests. Owns the one policy on where the server comes from; added as a source
 * folder to the tests of every module that needs a database, so it may know SQL and Flyway but no
 * class of the ledger. Start reading at {@link TestDatabase}; proved by {@code DurabilityDbTest}.
 */
@NullMarked
package io.truebook.testing;

import org.jspecify.annotations.NullMarked;
