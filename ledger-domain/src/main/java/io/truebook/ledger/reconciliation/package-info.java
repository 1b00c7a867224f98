/**
 * Comparing the books with what a provider settled: pure functions over rows.
 *
 * <p>Owns the codes a difference can have, how a ledger movement and a settlement row find each
 * other, and how the figures of a period tie out. Knows no file format, no SQL and no clock: when a
 * comparison was made is data. Owns also what is decided about a difference, and what its repair
 * books: {@link io.truebook.ledger.reconciliation.Break}, proved by {@code BreakTest}. Start
 * reading at {@link io.truebook.ledger.reconciliation.Comparison}; proved by {@code ComparisonTest}
 * and {@code RollForwardTest}.
 */
@NullMarked
package io.truebook.ledger.reconciliation;

import org.jspecify.annotations.NullMarked;
