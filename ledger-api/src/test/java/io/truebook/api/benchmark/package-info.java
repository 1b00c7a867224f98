/**
 * What reconciling costs, by hand and never in a build.
 *
 * <p>Start reading at {@link io.truebook.api.benchmark.ReconciliationBenchmark}; figures are in
 * docs/performance.md.
 */
@NullMarked
package io.truebook.api.benchmark;

import org.jspecify.annotations.NullMarked;
