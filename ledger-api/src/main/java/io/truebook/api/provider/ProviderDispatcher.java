package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.CallGate.Permit;
import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.payment.Payment;
import io.truebook.projection.saga.ProviderQuestions;
import io.truebook.projection.saga.ProviderQuestions.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that payments have decided on, and keeps asking until nothing is unknown.
 *
 * <p>It owns open operations for ever: woken by the commit that opens one, by a due time, or by its
 * own look at the table, on whichever node is first. Each connection has a gate of its own, so a
 * slow provider holds up nobody else's calls. What one call is made of is in {@link
 * OperationWorker}.
 */
public final class ProviderDispatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProviderDispatcher.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<Lane> lanes;
    private final OperationTable table;
    private final DispatcherSettings settings;
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

    private record Lane(
            OperationClaims claims,
            OperationWorker worker,
            QuestionWorker questions,
            CallGate gate,
            Turns turns) {}

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
        this.settings = settings;
        this.loop = new WorkLoop("provider-dispatcher", settings.pollInterval(), this::takeDue);
        this.counts =
                new AttemptCounts(connections.stream().map(ProviderConnection::name).toList());
        this.lanes =
                connections.stream()
                        .map(connection -> lane(connection, dataSource, payments, recorder))
                        .toList();
    }

    private Lane lane(
            ProviderConnection connection,
            DataSource dataSource,
            Function<String, Payment> payments,
            OutcomeRecorder recorder) {
        var claims = new OperationClaims(connection.name(), dataSource, clock);
        var worker =
                new OperationWorker(
                        connection, claims, table, payments, recorder, settings, counts, clock);
        var questions =
                new QuestionWorker(
                        connection,
                        new ProviderQuestions(dataSource),
                        payments,
                        recorder,
                        settings,
                        clock);
        return new Lane(
                claims,
                worker,
                questions,
                new CallGate(connection.name(), settings, clock),
                new Turns(settings.waiting()));
    }

    /** What stands before each connection. */
    public List<CallGate> gates() {
        return lanes.stream().map(Lane::gate).toList();
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

    /**
     * Asks about a payment's unknown and pending operations now instead of when it is planned; when
     * nothing comes of it the plan stands. Whether there was something to ask.
     */
    public boolean askNow(String connection, String paymentId) {
        boolean asked = table.askNow(connection, paymentId, clock.instant());
        if (asked) {
            wake();
        }
        return asked;
    }

    /** Whether a connection can be called, be it to see whether it answers again. */
    public boolean isWell(String connection) {
        return !paused && calls(connection, gate -> !gate.isOpen());
    }

    /** Whether a connection is left alone because it failed. */
    public boolean isAway(String connection) {
        return calls(connection, CallGate::isOpen);
    }

    private boolean calls(String connection, Predicate<CallGate> how) {
        return gates().stream()
                .anyMatch(gate -> gate.connection().equals(connection) && how.test(gate));
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
        lanes.forEach(lane -> lane.claims().close());
        table.close();
    }

    /** Begins what may begin now; does not wait for it. */
    void takeDue() {
        if (!paused) {
            lanes.forEach(this::takeDue);
        }
    }

    private void takeDue(Lane lane) {
        var permits = new ArrayDeque<>(lane.gate().take(settings.callsPerConnection()));
        try {
            if (!permits.isEmpty()) {
                due(lane, permits.size()).forEach(open -> submit(lane, open, permits.remove()));
                // What is left of the pace is for questions that nobody waits for.
                lane.questions()
                        .take(permits.size())
                        .forEach(question -> submit(lane, question, permits.remove()));
            }
        } finally {
            permits.forEach(Permit::close);
        }
    }

    private List<OpenCall> due(Lane lane, int room) {
        var now = clock.instant();
        leftAlone.values().removeIf(now::isAfter);
        // Those under way are leased, or are just being claimed by us: look past them.
        int most = room + underWay.size() + leftAlone.size();
        var fresh = now.minus(settings.waiting());
        var due =
                lane.claims().due(now, fresh, most).stream()
                        .filter(open -> !underWay.contains(open.operationId()))
                        .filter(open -> !leftAlone.containsKey(open.operationId()))
                        .toList();
        return lane.turns().next(due, room, now);
    }

    private void submit(Lane lane, OpenCall open, Permit permit) {
        underWay.add(open.operationId());
        try {
            workers.execute(() -> work(lane, open, permit));
        } catch (RuntimeException rejected) {
            done(open, permit);
        }
    }

    private void submit(Lane lane, Question question, Permit permit) {
        try {
            workers.execute(() -> ask(lane, question, permit));
        } catch (RuntimeException rejected) {
            permit.close();
        }
    }

    private static void ask(Lane lane, Question question, Permit permit) {
        try (permit) {
            lane.questions().work(question, permit);
        } catch (RuntimeException e) {
            log.warn("A question about {} waits", question.about().operationId(), e);
        }
    }

    private void work(Lane lane, OpenCall open, Permit permit) {
        try {
            lane.worker().work(open, permit);
        } catch (RuntimeException e) {
            // The lease ends and somebody tries again, with the same request and key. Not claimed
            // at all, it would be due to us again at once.
            leftAlone.put(open.operationId(), clock.instant().plus(settings.pollInterval()));
            log.warn("Operation {} is left to its lease", open.operationId(), e);
        } finally {
            done(open, permit);
            wake();
        }
    }

    private void done(OpenCall open, Permit permit) {
        underWay.remove(open.operationId());
        permit.close();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return underWay.isEmpty();
    }
}
