package io.truebook.api.reconciliation;

import io.truebook.api.work.WorkLoop;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakCases.Case;
import io.truebook.projection.reconciliation.BreakCases.Due;
import io.truebook.projection.reconciliation.BreakCases.Unjudged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for breaks that something has to be done about: those a run has just found, those whose
 * repair was approved, and those whose repair the provider may have confirmed.
 *
 * <p>A break that is taken is left to this node for a while; a worker that dies leaves it due
 * again.
 */
public final class RepairWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepairWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration RARELY = Duration.ofMinutes(10);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration NOT_JUDGED = Duration.ofMinutes(1);

    /** A callback that comes at all has mostly come by then. */
    private static final Duration FIRST_HOURS = Duration.ofHours(6);

    private static final Duration FIRST_DAYS = Duration.ofDays(3);

    /** The provider's own word is not waited for any longer. */
    private static final Duration GIVE_UP = Duration.ofDays(90);

    private static final int PAGE = 100;

    private final BreakCases cases;
    private final Repairs repairs;
    private final Clock clock;
    private final WorkLoop loop = WorkLoop.oneByOne("repair", LOOK_AGAIN, this::workOnNext);

    public RepairWorker(BreakCases cases, Repairs repairs, Clock clock) {
        this.cases = cases;
        this.repairs = repairs;
        this.clock = clock;
    }

    public void start() {
        loop.start();
    }

    /** Has the worker look for breaks now. Never blocks. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Goes through what there is to do; false when there was nothing. */
    boolean workOnNext() {
        var fresh = cases.unjudged(now(), PAGE);
        var due = cases.take(now(), LEASE, PAGE);
        // Side by side, so that they share commits.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fresh.forEach(one -> threads.execute(() -> judge(one)));
            due.forEach(one -> threads.execute(() -> advance(one)));
        }
        return fresh.size() == PAGE || !due.isEmpty();
    }

    private void judge(Unjudged fresh) {
        try {
            var found = cases.of(fresh.tenant(), fresh.breakId());
            if (found.isPresent() && repairs.judge(fresh.tenant(), found.get(), now())) {
                cases.judged(fresh);
            } else {
                cases.judgeLater(fresh.breakId(), now().plus(NOT_JUDGED));
            }
        } catch (RuntimeException e) {
            LOG.warn("Break {} could not be judged; it will be tried again.", fresh.breakId(), e);
            cases.judgeLater(fresh.breakId(), now().plus(NOT_JUDGED));
        }
    }

    private void advance(Due due) {
        try {
            var found = cases.of(due.tenant(), due.breakId());
            boolean done = found.isEmpty() || repairs.advance(due.tenant(), found.get(), now());
            cases.postpone(due, done ? null : again(due, isUnderWay(found)));
        } catch (RuntimeException e) {
            // Its lease runs out, and then it is due again.
            LOG.warn("The repair of {} broke off; it will be tried again.", due.breakId(), e);
        }
    }

    /** What was approved is never left undone. */
    private static boolean isUnderWay(Optional<Case> found) {
        return found.filter(one -> one.state().isUnderWay()).isPresent();
    }

    /** The longer it takes, the less often it is looked at. */
    private @Nullable Instant again(Due due, boolean underWay) {
        var waited = Duration.between(due.decidedAt(), now());
        if (waited.compareTo(GIVE_UP) > 0) {
            return underWay ? now().plus(DAILY) : null;
        }
        return now().plus(pause(waited, underWay));
    }

    /**
     * Money that is under way is waited for; a word that only confirms it is asked for ever less.
     */
    private static Duration pause(Duration waited, boolean underWay) {
        if (waited.compareTo(RARELY) < 0) {
            return waited.compareTo(SOON) < 0 ? SOON : waited;
        }
        if (underWay || waited.compareTo(FIRST_HOURS) < 0) {
            return RARELY;
        }
        return waited.compareTo(FIRST_DAYS) < 0 ? HOURLY : DAILY;
    }

    private Instant now() {
        return clock.instant();
    }
}
