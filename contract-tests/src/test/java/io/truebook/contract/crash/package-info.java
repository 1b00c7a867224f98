/**
 * Accidents on purpose: the packaged jar under load, while processes and connections are killed at
 * chosen moments. Owns the load, the faults, and a checker that keeps its own record of what was
 * asked and answered; it may know the wire of PostgreSQL and the tables, but no class of the
 * ledger. Start reading at {@link CrashRun}; proved by {@code CrashTest}, {@code NodesTest} and
 * {@code ScarcityTest}.
 */
@NullMarked
package io.truebook.contract.crash;

import org.jspecify.annotations.NullMarked;
