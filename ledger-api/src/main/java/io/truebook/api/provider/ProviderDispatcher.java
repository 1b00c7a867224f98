package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.payment.Payment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that payments have decided on, and keeps asking until nothing is unknown.
 *
 * <p>It owns open operations for ever: woken by the commit that opens one, by a due time, or by its
 * own look at the table, on whichever node is first. Each connection has its own share of calls, so
 * a slow provider holds up nobody else's. What one call is made of is in {@link OperationWorker}.
 */
public final class ProviderDispatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProviderDispatcher.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<Lane> lanes;
    private final OperationTable table;
    private final Duration pollInterval;
    private final Clock clock;
    private final AttemptCounts counts;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** What this node could not work, and until when it looks away; others may take it at once. */
    private final Map<String, Instant> leftAlone = new ConcurrentHashMap<>();

    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("provider-call-", 0).factory());
    private final WorkLoop loop;

    private volatile boolean paused;

    /**
     * A connection's share: calls under way at once, and whether it is well enough to be called.
     */
    private record Lane(
            ProviderConnection connection,
            OperationWorker worker,
            Semaphore free,
            CircuitBreaker breaker) {}

    /**
     * @param payments gives a payment as its events make it now
     */
    public ProviderDispatcher(
            List<ProviderConnection> connections,
            DataSource dataSource,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            DispatcherSettings settings,
            Clock clock) {
        this.table = new OperationTable(dataSource);
        this.clock = clock;
        this.paused = settings.paused();
        this.pollInterval = settings.pollInterval();
        this.loop = new WorkLoop("provider-dispatcher", pollInterval, this::takeDue);
        this.counts =
                new AttemptCounts(connections.stream().map(ProviderConnection::name).toList());
        this.lanes =
                connections.stream()
                        .map(connection -> lane(connection, payments, recorder, settings))
                        .toList();
    }

    private Lane lane(
            ProviderConnection connection,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            DispatcherSettings settings) {
        var breaker = new CircuitBreaker(clock);
        var worker =
                new OperationWorker(
                        connection, table, payments, recorder, settings, breaker, counts, clock);
        return new Lane(connection, worker, new Semaphore(settings.callsPerConnection()), breaker);
    }

    /** How often it has called, by connection and outcome, since this node has started. */
    public Map<AttemptCounts.Kind, LongAdder> attempts() {
        return counts.all();
    }

    /** Begins to work; a paused dispatcher starts too and waits. */
    public ProviderDispatcher start() {
        loop.start();
        return this;
    }

    /** Looks for work now instead of at the next poll. Never blocks. */
    public void wake() {
        if (!paused) {
            loop.wake();
        }
    }

    /** Claims nothing more until {@link #resume}; calls under way are finished. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        wake();
    }

    public boolean isPaused() {
        return paused;
    }

    /** Claims nothing more and waits a while for the calls under way; the rest is claimed anew. */
    @Override
    public void close() {
        workers.shutdown();
        loop.close();
        try {
            if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException stop) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void takeDue() {
        if (!paused) {
            lanes.forEach(this::takeDue);
        }
    }

    private void takeDue(Lane lane) {
        int room = lane.breaker().admit(lane.free().availablePermits());
        if (room == 0) {
            return;
        }
        var now = clock.instant();
        leftAlone.values().removeIf(now::isAfter);
        // Those under way are leased, or are just being claimed by us: look past them.
        int most = room + underWay.size() + leftAlone.size();
        var due = table.due(lane.connection().name(), now, most);
        due.stream()
                .filter(open -> !underWay.contains(open.operationId()))
                .filter(open -> !leftAlone.containsKey(open.operationId()))
                .limit(room)
                .forEach(open -> submit(lane, open));
    }

    private void submit(Lane lane, OpenCall open) {
        if (!lane.free().tryAcquire()) {
            return;
        }
        underWay.add(open.operationId());
        try {
            workers.execute(() -> work(lane, open));
        } catch (RuntimeException rejected) {
            done(lane, open);
        }
    }

    private void work(Lane lane, OpenCall open) {
        try {
            lane.worker().work(open);
        } catch (RuntimeException e) {
            // The lease ends and somebody tries again, with the same request and key. Not claimed
            // at all, it would be due to us again at once.
            leftAlone.put(open.operationId(), clock.instant().plus(pollInterval));
            log.warn("Operation {} is left to its lease", open.operationId(), e);
        } finally {
            done(lane, open);
            wake();
        }
    }

    private void done(Lane lane, OpenCall open) {
        underWay.remove(open.operationId());
        lane.free().release();
    }
}
