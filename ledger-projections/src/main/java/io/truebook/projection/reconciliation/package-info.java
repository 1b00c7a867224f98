/**
 * What PostgreSQL holds for reconciling: settlement rows, runs and their reports, breaks, and the
 * jobs that make them.
 *
 * <p>Owns how the two sides of a comparison are read in one snapshot, and that a file, a run and a
 * break are there once. Decides nothing: {@link io.truebook.ledger.reconciliation.Comparison} does;
 * knows no file format. Start reading at {@link
 * io.truebook.projection.reconciliation.ComparisonQueries}; proved by {@code ReconcilerDbTest}.
 */
@NullMarked
package io.truebook.projection.reconciliation;

import org.jspecify.annotations.NullMarked;
