/**
 * Measures the write path against Axon's stock engine doing the same work on the same server.
 *
 * <p>Start reading at {@link io.truebook.projection.benchmark.JournalBenchmark}. It is run by hand;
 * the figures are in {@code docs/performance.md}.
 */
@NullMarked
package io.truebook.projection.benchmark;

import org.jspecify.annotations.NullMarked;
