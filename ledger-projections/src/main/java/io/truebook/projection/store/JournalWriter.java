package io.truebook.projection.store;

import io.truebook.projection.store.BatchPlan.Settled;
import io.truebook.projection.store.Intake.Waiting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of all commands that wait right now durable in one transaction.
 *
 * <p>The only writer of the journal on this node. Each batch takes the lock on {@code ledger_head}
 * first, so the writers of several nodes alternate, and the index is gapless and in commit order. A
 * caller returns when its fate is certain: durable, refused, or not taken. Only when a connection
 * breaks at the commit and the database stays away is it told that the outcome is unknown.
 */
public final class JournalWriter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JournalWriter.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final WriterSettings settings;
    private final Intake intake;
    private final WriterSession session;
    private final AnswerBell bell = new AnswerBell();
    private final AnswerListener listener;
    private final SealCatchUp catchUp;
    private final WriterObserver observer;
    private final Thread thread;

    /** When the batch under way began, by the clock that only runs forward; 0 for none. */
    private volatile long busySince;

    private JournalWriter(DataSource unpooled, WriterSettings settings, WriterObserver observer) {
        this.settings = settings;
        this.observer = observer;
        this.intake = new Intake(settings);
        this.session = new WriterSession(unpooled, settings.statementTimeout());
        this.listener = new AnswerListener(unpooled, settings.writer(), bell);
        this.catchUp = new SealCatchUp(unpooled);
        this.thread = Thread.ofPlatform().name("journal-writer").unstarted(this::run);
    }

    /** A writer at work, on connections that no pool hands out to anybody else. */
    public static JournalWriter start(DataSource unpooled, WriterSettings settings) {
        return start(unpooled, settings, WriterObserver.NONE);
    }

    /** The same, and somebody looks. */
    public static JournalWriter start(
            DataSource unpooled, WriterSettings settings, WriterObserver observer) {
        var writer = new JournalWriter(unpooled, settings, observer);
        writer.thread.start();
        return writer;
    }

    /** Waits until it is certain what became of the change. */
    AppendResult append(Append append) {
        var waiting = new Waiting(append);
        if (!intake.offer(waiting)) {
            observer.refused();
            return new AppendResult.NotTaken("Too many commands wait to be written");
        }
        return waiting.result().join();
    }

    AnswerBell bell() {
        return bell;
    }

    /** Commands that wait now: what readiness and metrics look at. */
    public int waiting() {
        return intake.size();
    }

    /** Seals, in the background, what was written before there were seals. */
    public void sealTheRest() {
        catchUp.wake();
    }

    public boolean isRunning() {
        return thread.isAlive();
    }

    /** How long the batch under way has taken so far; nothing when none is. */
    public Duration busyFor() {
        long since = busySince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Takes nothing new, writes what waits, then ends. */
    @Override
    public void close() {
        intake.close();
        try {
            thread.join();
            listener.close();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (var batch = intake.take(); !batch.isEmpty(); batch = intake.take()) {
                guarded(batch);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
        }
    }

    /** Whatever goes wrong, nobody is left waiting and the writer goes on. */
    private void guarded(List<Waiting> batch) {
        busySince = System.nanoTime();
        try {
            write(batch);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A batch broke the writer; its commands are refused", bug);
            session.close();
            batch.forEach(waiting -> waiting.result().complete(new AppendResult.Unknown()));
            if (bug instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        } finally {
            busySince = 0;
        }
    }

    private void write(List<Waiting> batch) {
        long began = System.nanoTime();
        BatchPlan plan = null;
        try {
            var appends = batch.stream().map(Waiting::append).toList();
            var found = session.lockAndProbe(new BatchProbe(appends));
            var seal = session.seal(found.head());
            if (seal.isBehind()) {
                catchUp.wake();
            }
            plan = BatchPlan.of(batch, found, session.openBooks(found.head()), seal, name());
            if (plan.write().isEmpty()) {
                session.rollback();
            } else {
                session.writeAndCommit(plan.write());
                observer.committed(batch.size(), Duration.ofNanos(System.nanoTime() - began));
            }
            finish(plan);
        } catch (SQLException failure) {
            boolean alive = session.rollback();
            if (alive && isAboutRows(failure)) {
                narrow(batch, failure);
            } else if (plan == null) {
                notTaken(batch, failure);
            } else {
                settle(batch, plan, failure);
            }
        }
    }

    private String name() {
        return settings.writer();
    }

    private void finish(BatchPlan plan) {
        if (!plan.deferred().isEmpty()) {
            intake.putBack(plan.deferred());
        }
        for (Settled one : plan.settled()) {
            one.waiting().result().complete(one.result());
        }
        bell.ring(plan.answered());
    }

    /** Classes 21 to 23: what was sent breaks a rule, so sending it again would fail again. */
    private static boolean isAboutRows(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("21")
                        || state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("P0"));
    }

    /** Nothing of the batch was written; halving it finds the guilty command, the rest goes on. */
    private void narrow(List<Waiting> batch, SQLException failure) {
        if (batch.size() == 1) {
            boolean taken = "23505".equals(failure.getSQLState());
            batch.getFirst()
                    .result()
                    .complete(
                            taken
                                    ? new AppendResult.Conflict(0)
                                    : new AppendResult.Failed(failure));
            return;
        }
        int half = batch.size() / 2;
        write(new ArrayList<>(batch.subList(0, half)));
        write(new ArrayList<>(batch.subList(half, batch.size())));
    }

    private void notTaken(List<Waiting> batch, SQLException failure) {
        LOG.log(
                Level.WARNING,
                "The database does not answer; {0} commands are not taken: {1}",
                batch.size(),
                failure.getMessage());
        session.close();
        var result = new AppendResult.NotTaken("The database does not answer");
        batch.forEach(waiting -> waiting.result().complete(result));
    }

    /** Finds out whether a commit that was not acknowledged took place. */
    private void settle(List<Waiting> batch, BatchPlan plan, SQLException failure) {
        LOG.log(
                Level.WARNING,
                "Commit of batch {0} was not acknowledged: {1}",
                plan.batchId(),
                failure.getMessage());
        var committed = askUntil(System.nanoTime() + settings.recoveryPatience().toNanos(), plan);
        if (committed == null) {
            batch.forEach(waiting -> waiting.result().complete(new AppendResult.Unknown()));
        } else if (committed) {
            finish(plan);
        } else {
            notTaken(batch, failure);
        }
    }

    private @Nullable Boolean askUntil(long deadline, BatchPlan plan) {
        do {
            session.close();
            try {
                return session.isCommitted(plan.batchId(), name());
            } catch (SQLException stillAway) {
                LOG.log(Level.DEBUG, "Cannot ask yet", stillAway);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (System.nanoTime() < deadline);
        return null;
    }
}
