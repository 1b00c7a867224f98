package io.truebook.api.simulator;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One change at a time per payment, from the read to the commit, without a lock in the database:
 * one simulator owns its books. Payments share a fixed number of locks, so two may wait for each
 * other's sake, never for each other.
 */
final class PaymentLocks {
    private final ReentrantLock[] locks = new ReentrantLock[1 << 12];

    PaymentLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Held until the effects are durable or abandoned. */
    void hold(Effects effects, String paymentIntent) {
        ReentrantLock lock = locks[Math.floorMod(paymentIntent.hashCode(), locks.length)];
        lock.lock();
        effects.releaseWith(lock::unlock);
    }
}
