package io.truebook.contract.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Makes faults happen: sets the trap for the moment, and does to the victim what is to be done. */
final class Accidents {

    private final Stage stage;

    Accidents(Stage stage) {
        this.stage = stage;
    }

    /** Lies in wait at the fault's moment; at any time means now, or a little later. */
    CompletableFuture<Void> prepare(Fault fault, Random random) {
        long stall = 500L + random.nextInt(3_000);
        int chosen = random.nextInt(stage.nodes().size());
        if (fault.moment() == Moment.ANY_TIME) {
            return CompletableFuture.runAsync(
                    () -> befall(fault.victim(), stage.nodes().get(chosen), 0, stall),
                    CompletableFuture.delayedExecutor(random.nextInt(200), MILLISECONDS));
        }
        var trap =
                new Trap(
                        fault.moment(),
                        link -> befall(fault.victim(), owner(link.wire()), link.backend, stall));
        stage.nodes().forEach(node -> node.arm(trap));
        return trap.done();
    }

    /** Returns when it has happened, and what lasts a while is over. */
    void await(CompletableFuture<Void> accident, Duration limit) {
        try {
            accident.get(limit.toMillis(), MILLISECONDS);
        } catch (TimeoutException never) {
            throw new AssertionError("The moment did not come within " + limit, never);
        } catch (ExecutionException failed) {
            throw new AssertionError("The accident failed", failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Node owner(Wire wire) {
        return stage.nodes().stream().filter(node -> node.owns(wire)).findFirst().orElseThrow();
    }

    private void befall(Victim victim, Node node, long backend, long stallMillis) {
        switch (victim) {
            case APPLICATION -> node.ledger().killApplication();
            case DATABASE -> stage.database().kill();
            case BOTH -> {
                node.ledger().killApplication();
                stage.database().kill();
            }
            case BACKEND -> stage.database().killBackend(backend);
            case CONNECTIONS_CUT -> node.database().cut();
            case CONNECTIONS_DEAD -> node.database().kill();
            case CONNECTIONS_STALLED -> stall(node.database(), stallMillis);
        }
    }

    /** Goes on by itself, so that the thread that saw the moment is not held. */
    private static void stall(Wire wire, long millis) {
        wire.stall();
        CompletableFuture.delayedExecutor(millis, MILLISECONDS).execute(wire::resume);
    }
}
