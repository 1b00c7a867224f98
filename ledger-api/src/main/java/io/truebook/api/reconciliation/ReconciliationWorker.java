package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.work.WorkLoop;
import io.truebook.projection.reconciliation.ReconciliationJob;
import io.truebook.projection.reconciliation.ReconciliationJobs;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off requests to reconcile, one at a time on each node.
 *
 * <p>Fetches the provider's file where nothing covers the period, then makes the run and answers
 * whoever asked. Every step may be repeated, so a crash costs time and nothing else.
 */
public final class ReconciliationWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWorker.class);
    private static final String ORIGIN = "sys:reconciliation";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration NOT_YET = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int ATTEMPTS = 10;

    /** After so many tries a run does without what cannot be had, and says so. */
    private static final int PATIENCE = 3;

    private final ReconciliationJobs jobs;
    private final Reconciler reconciler;
    private final SettlementSources sources;
    private final ReportFetch reports;
    private final BankLeg bank;
    private final SettlementFiles files;
    private final TransactionRegister register;
    private final ScheduleSettings schedule;
    private final Clock clock;
    private final WorkLoop loop = WorkLoop.oneByOne("reconciliation", LOOK_AGAIN, this::workOnNext);

    public ReconciliationWorker(
            ReconciliationJobs jobs,
            Reconciler reconciler,
            SettlementSources sources,
            ReportFetch reports,
            BankLeg bank,
            SettlementFiles files,
            TransactionRegister register,
            ScheduleSettings schedule,
            Clock clock) {
        this.jobs = jobs;
        this.reconciler = reconciler;
        this.sources = sources;
        this.reports = reports;
        this.bank = bank;
        this.files = files;
        this.register = register;
        this.schedule = schedule;
        this.clock = clock;
    }

    public void start() {
        loop.start();
    }

    /** Has the worker look for jobs now. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Takes the next due job, if any, and goes through with it. */
    boolean workOnNext() {
        var job = jobs.take(clock.instant(), LEASE);
        job.ifPresent(this::workAlive);
        return job.isPresent();
    }

    /** While it works nobody takes it for dead, however long one step takes. */
    private void workAlive(ReconciliationJob job) {
        var done = new CountDownLatch(1);
        var beat = Thread.ofVirtual().start(() -> beat(job, done));
        try {
            work(job);
        } finally {
            done.countDown();
            join(beat);
        }
    }

    private void beat(ReconciliationJob job, CountDownLatch done) {
        try {
            while (!done.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                jobs.hold(job.id(), clock.instant().plus(LEASE));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            // Without a database the work breaks off, too, and is taken up when the lease ends.
            LOG.debug("The lease of {} could not be renewed.", job.id(), away);
        }
    }

    private static void join(Thread beat) {
        try {
            beat.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(ReconciliationJob job) {
        if (job.attempts() > attempts(job) + PATIENCE) {
            fail(job, "Its node ended with it too often.");
            return;
        }
        try {
            switch (fetchWhereNeeded(job)) {
                case ReportFetch.Result.NotYet(var why) -> postpone(job, why + ".");
                case ReportFetch.Result.Refused(var why) -> fail(job, why + ".");
                case ReportFetch.Result.Partly(var why) -> {
                    if (job.attempts() < PATIENCE) {
                        postpone(job, why + ".");
                    } else {
                        run(job);
                    }
                }
                case ReportFetch.Result.Ready _ -> run(job);
            }
        } catch (SettlementFileInvalid broken) {
            fail(job, "The provider's file is broken: " + broken.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Reconciliation {} broke off; it will be tried again.", job.id(), e);
            postpone(job, "It broke off: " + e.getClass().getSimpleName() + ".");
        }
    }

    private void run(ReconciliationJob job) {
        if (job.known() == null) { // Else it is no news, and books nothing.
            bank.settle(job.tenant());
        }
        var run =
                reconciler.run(
                        job.tenant(),
                        job.connection(),
                        job.period(),
                        job.known(),
                        (done, total) -> progress(job, done, total));
        answer(job, ReconciliationResource.of(run));
        jobs.complete(job.id(), run.id());
    }

    /** Its lease goes on with it: nobody takes a long run for a dead one. */
    private void progress(ReconciliationJob job, long done, long total) {
        jobs.progress(job.id(), done, total, clock.instant().plus(LEASE));
    }

    private ReportFetch.Result fetchWhereNeeded(ReconciliationJob job) {
        var source = sources.find(job.connection());
        return job.fetch() && source.isPresent()
                ? reports.fetch(job.tenant(), source.get(), job.period(), job.id())
                : new ReportFetch.Result.Ready();
    }

    /** Whoever asked waits; a day of the schedule has time, and pauses that double. */
    private void postpone(ReconciliationJob job, String why) {
        if (job.attempts() >= attempts(job)) {
            fail(job, why);
            return;
        }
        var pause =
                isScheduled(job)
                        ? NOT_YET.multipliedBy(1L << Math.min(job.attempts() - 1, 10))
                        : NOT_YET;
        jobs.postpone(
                job.id(),
                clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause),
                why);
    }

    private static boolean isScheduled(ReconciliationJob job) {
        return job.businessDate() != null;
    }

    private int attempts(ReconciliationJob job) {
        return isScheduled(job) ? schedule.attempts() : ATTEMPTS;
    }

    private void fail(ReconciliationJob job, String why) {
        var text = why + " Upload the settlement file, or ask again later.";
        jobs.fail(job.id(), text);
        var failed = jobs.find(job.tenant(), job.id()).orElseThrow();
        answer(job, ReconciliationResource.of(failed, files.journalPosition()));
    }

    /** The answer of the transaction that asked, kept for ever. */
    private void answer(ReconciliationJob job, ReconciliationResource resource) {
        if (job.transaction() != null) {
            var by =
                    new CommandContext(
                            new TransactionKey(job.tenant(), ORIGIN, job.id()),
                            "system:reconciliation",
                            "answer-reconciliation",
                            RequestFields.NONE);
            register.answer(by, job.transaction(), 202, _ -> resource.bytes());
        }
    }
}
