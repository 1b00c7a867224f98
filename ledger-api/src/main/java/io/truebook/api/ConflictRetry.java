package io.truebook.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Decides a command again when another node appended to the same payment first, five times at most.
 *
 * <p>Only that: a refusal, a duplicate or a database that is away must not be repeated behind the
 * caller's back.
 */
final class ConflictRetry implements RetryScheduler {

    private static final int ATTEMPTS = 5;
    private static final long FIRST_WAIT_MILLIS = 20;

    @SuppressWarnings("rawtypes") // As Axon declares it.
    @Override
    public boolean scheduleRetry(
            CommandMessage command,
            RuntimeException lastFailure,
            List<Class<? extends Throwable>[]> failures,
            Runnable dispatch) {
        if (!(lastFailure instanceof ConcurrencyException) || failures.size() > ATTEMPTS) {
            return false;
        }
        // Full jitter, so that two nodes do not meet again at the same moment.
        long limit = FIRST_WAIT_MILLIS << failures.size();
        long wait = ThreadLocalRandom.current().nextLong(limit);
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(dispatch);
        return true;
    }
}
