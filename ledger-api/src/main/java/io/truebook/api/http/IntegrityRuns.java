package io.truebook.api.http;

import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Checks of the whole journal, one at a time on this node, each as long as the journal needs.
 *
 * <p>Whoever asks waits a while and otherwise comes back for the result: a check outlives the
 * request that began it. A result nobody came for is forgotten after ten minutes.
 */
final class IntegrityRuns {

    private static final long KEPT = Duration.ofMinutes(10).toNanos();

    /** How far a check has come. */
    record Stage(String checking, long done, long total) {}

    private record Run(
            CompletableFuture<IntegrityReport> result,
            AtomicReference<Stage> stage,
            AtomicReference<Long> finished) {
        boolean isStale() {
            Long at = finished.get();
            return at != null && System.nanoTime() - at > KEPT;
        }
    }

    private final IntegrityCheck check;
    private final Duration patience;
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();

    IntegrityRuns(IntegrityCheck check, Duration patience) {
        this.check = check;
        this.patience = patience;
    }

    /** What a check has come to. */
    sealed interface Answer {

        /** It is over. */
        record Done(IntegrityReport report) implements Answer {}

        /** It goes on: ask again. */
        record Running(Stage stage) implements Answer {}
    }

    /** The result, of a check that runs already or begins now, or how far it is. */
    Answer ask() {
        var run = join();
        try {
            var report = run.result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            forget(run);
            return new Answer.Done(report);
        } catch (TimeoutException goesOn) {
            return new Answer.Running(run.stage.get());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Answer.Running(run.stage.get());
        } catch (ExecutionException failed) {
            forget(run);
            throw failed.getCause() instanceof SQLException e
                    ? new SQLExceptionSubclassTranslator().translate("Integrity check", null, e)
                    : new IllegalStateException(failed.getCause());
        }
    }

    private synchronized Run join() {
        var run = current.get();
        if (run == null || run.isStale()) {
            run = begin();
            current.set(run);
        }
        return run;
    }

    private void forget(Run run) {
        current.compareAndSet(run, null);
    }

    private Run begin() {
        var run =
                new Run(
                        new CompletableFuture<>(),
                        new AtomicReference<>(new Stage("commits", 0, 0)),
                        new AtomicReference<>());
        Thread.ofVirtual()
                .name("integrity")
                .start(() -> {
                    try {
                        run.result.complete(
                                check.run((what, done, total) ->
                                        run.stage.set(new Stage(what, done, total))));
                    } catch (SQLException | RuntimeException failed) {
                        run.result.completeExceptionally(failed);
                    } finally {
                        run.finished.set(System.nanoTime());
                    }
                });
        return run;
    }
}
