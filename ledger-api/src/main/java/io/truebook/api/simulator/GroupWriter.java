package io.truebook.api.simulator;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes effects durable, several requests in one transaction: whatever waits when the writer is
 * free becomes one batch, so a provider under load does not pay one flush to disk per request.
 *
 * <p>A request is answered only after its batch is committed. A batch the database refuses is tried
 * again one by one, so that one bad request fails alone.
 */
final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);
    private static final int REQUESTS_PER_BATCH = 200;

    private record Waiting(Effects effects, CompletableFuture<Void> durable) {}

    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final DataSource dataSource;
    private final Thread thread;
    private volatile boolean stopped;

    GroupWriter(DataSource dataSource) {
        this.dataSource = dataSource;
        this.thread = Thread.ofPlatform().name("simulator-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Lets what waits become durable, then ends. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    CompletableFuture<Void> write(Effects effects) {
        var waiting = new Waiting(effects, new CompletableFuture<>());
        if (stopped) {
            waiting.durable()
                    .completeExceptionally(new IllegalStateException("the simulator is stopping"));
        } else {
            queue.add(waiting);
        }
        return waiting.durable();
    }

    private void run() {
        while (!stopped || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    var batch = new ArrayList<Waiting>();
                    batch.add(first);
                    queue.drainTo(batch, REQUESTS_PER_BATCH - 1);
                    write(batch);
                }
            } catch (InterruptedException e) {
                stopped = true;
            }
        }
    }

    private void write(List<Waiting> batch) {
        try {
            commit(batch.stream().map(Waiting::effects).toList());
        } catch (SQLException | RuntimeException e) {
            if (batch.size() > 1 && !connectionLost(e)) {
                batch.forEach(one -> write(List.of(one)));
            } else {
                log.warn("The simulator could not write its books: {}", e.getMessage());
                batch.forEach(one -> one.durable().completeExceptionally(e));
            }
            return;
        }
        batch.forEach(one -> one.durable().complete(null));
    }

    /** After a lost connection the batch may be committed: trying again could book twice. */
    private static boolean connectionLost(Exception e) {
        return e instanceof SQLException sql
                && (sql.getSQLState() == null
                        || sql.getSQLState().startsWith("08")
                        || sql.getSQLState().startsWith("57"));
    }

    private void commit(List<Effects> batch) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                new RowWriter(connection).write(Effects.rows(batch));
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
