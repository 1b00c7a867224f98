/**
 * A payment provider of its own, in Stripe's and Adyen's dialects on loopback: it takes charges,
 * keeps its own books, sends signed webhooks, writes settlement files and misbehaves on request or
 * on a seed. It owns the schema {@code simulator} and its connections to it; it may not know any
 * class of the ledger, because its books are the evidence the ledger is checked against. Start
 * reading at {@link io.truebook.api.simulator.SimulatorServer}; proved by {@code SimulatorTest} and
 * {@code AdyenDialectTest}.
 */
@NullMarked
package io.truebook.api.simulator;

import org.jspecify.annotations.NullMarked;
