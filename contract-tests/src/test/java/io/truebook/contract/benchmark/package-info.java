/**
 * Measures the packaged application from outside: requests per second, latency, and what each
 * request costs the application, PostgreSQL and the generator of the load itself.
 *
 * <p>Needs nothing but a JDK and Linux, whose process table it reads; it is run by hand and the
 * figures are in {@code docs/performance.md}. Start reading at {@link
 * io.truebook.contract.benchmark.HttpBenchmark}; proved by {@code HttpBenchmarkTest}.
 */
@NullMarked
package io.truebook.contract.benchmark;

import org.jspecify.annotations.NullMarked;
