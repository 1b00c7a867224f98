package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.webhook.LetterTable.Finished;
import io.truebook.api.work.GroupWrite;
import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.payment.Payment;
import io.truebook.projection.reconciliation.SettlementBatches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works filed callbacks into their payments, in order per payment, on every node at once.
 *
 * <p>A callback that keeps failing is put aside with its reason and holds up no other payment.
 * Those that only wait for a fee, which a provider has to be asked for, have a few workers of their
 * own: a provider that hangs holds up no callback of another.
 */
public final class WebhookWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);
    private static final String FACTS = "facts";
    private static final String FEE = "fee";

    /** One worker for fees among so many. */
    private static final int FEE_SHARE = 4;

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Map<String, CallbackDialect> dialects;
    private final LetterTable letters;
    private final OrphanShelf orphans;
    private final LetterWork work;
    private final WebhookSettings settings;
    private final Clock clock;
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
    private final Lane facts;
    private final Lane fees;

    /**
     * The letters at one step, and the workers there are for them. What has come of some is written
     * down together with the claim to the next.
     */
    private final class Lane {
        private final String step;
        private final Semaphore free;
        private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
        private final LookBack lookBack = new LookBack(settings.pollInterval());
        private final WorkLoop loop;

        Lane(String name, String step, int workers) {
            this.step = step;
            this.free = new Semaphore(workers);
            this.loop = new WorkLoop(name, settings.pollInterval(), this::exchange);
        }

        private void exchange() {
            exchange(free.availablePermits());
        }

        private void exchange(int most) {
            var done = new ArrayList<Finished>();
            for (var one = finished.poll(); one != null; one = finished.poll()) {
                done.add(one);
            }
            if (done.isEmpty() && most == 0) {
                return;
            }
            try {
                claimed(done, most).forEach(this::begin);
            } catch (RuntimeException e) {
                settleAgain(done, e);
                throw e;
            }
            written(done);
        }

        private List<List<Letter>> claimed(List<Finished> done, int most) {
            var now = clock.instant();
            var since = most == 0 ? now : lookBack.since(now, System.nanoTime());
            return letters.exchange(done, step, since, now, now.plus(settings.lease()), most);
        }

        private void written(List<Finished> done) {
            done.forEach(one -> lookBack.finished(one.letter()));
            wakeOrphans(done);
        }

        /** What came of letters is kept; one whose words cannot be written is left to its lease. */
        private void settleAgain(List<Finished> done, RuntimeException failure) {
            if (!GroupWrite.isAboutARow(failure)) {
                finished.addAll(done);
                return;
            }
            for (var one : done) {
                try {
                    claimed(List.of(one), 0);
                } catch (RuntimeException e) {
                    log.error("What came of {} is lost", one.letter().eventId(), e);
                }
            }
            written(done);
        }

        private void begin(List<Letter> mail) {
            free.acquireUninterruptibly();
            lookBack.taken(mail);
            try {
                var by = clock.instant().plus(settings.lease().dividedBy(2));
                workers.execute(() -> handle(mail, by, this));
            } catch (RuntimeException rejected) {
                free.release();
                mail.forEach(letter -> finished.add(untouched(letter)));
            }
        }

        /** Only when it is written what came of a letter: it may be an orphan itself. */
        private void wakeOrphans(List<Finished> done) {
            var paymentsOf = new HashMap<String, Set<String>>();
            for (var one : done) {
                var payment = one.settled().paymentId();
                if (payment != null) {
                    paymentsOf
                            .computeIfAbsent(one.letter().connection(), _ -> new HashSet<>())
                            .add(payment);
                }
            }
            if (!paymentsOf.isEmpty() && !orphans.isEmpty()) {
                paymentsOf.forEach((connection, payments) -> {
                    if (orphans.wake(connection, payments, clock.instant()) > 0) {
                        wake();
                    }
                });
            }
        }

        void close() {
            loop.close();
        }

        /** Once nobody works any more. */
        void settleTheRest() {
            exchange(0);
        }
    }

    /**
     * @param payments gives a payment as its events make it now
     * @param isAway whether a connection is not to be asked for fees now
     */
    public WebhookWorker(
            List<CallbackDialect> dialects,
            DataSource dataSource,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            Predicate<String> isAway,
            WebhookSettings settings,
            Clock clock) {
        this.dialects =
                dialects.stream()
                        .collect(
                                Collectors.toMap(CallbackDialect::connection, Function.identity()));
        this.letters = new LetterTable(dataSource);
        this.orphans = new OrphanShelf(dataSource);
        this.work =
                new LetterWork(
                        new CallbackRouter(dataSource),
                        payments,
                        recorder,
                        new SettlementBatches(dataSource),
                        isAway,
                        settings,
                        clock);
        this.settings = settings;
        this.clock = clock;
        this.facts = new Lane("webhook-worker", FACTS, settings.workers());
        this.fees = new Lane("webhook-fees", FEE, Math.max(1, settings.workers() / FEE_SHARE));
    }

    public WebhookWorker start() {
        facts.loop.start();
        fees.loop.start();
        return this;
    }

    /** Looks for new letters now instead of at the next poll. Never blocks. */
    public void wake() {
        facts.loop.wake();
    }

    /** Claims nothing more and waits a while for what is under way; leases cover the rest. */
    @Override
    public void close() {
        facts.close();
        fees.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException stop) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        try {
            facts.settleTheRest();
            fees.settleTheRest();
        } catch (RuntimeException e) {
            log.warn("Callbacks worked on are left to their leases: {}", e.toString());
        }
    }

    /**
     * Letters of one subject, in their order; those behind one to be tried again wait for it.
     *
     * @param by when the rest is left to others, for the lease is for all of them
     */
    private void handle(List<Letter> mail, Instant by, Lane lane) {
        try {
            boolean heldUp = false;
            for (var letter : mail) {
                heldUp |= clock.instant().isAfter(by);
                var finished = heldUp ? untouched(letter) : finished(letter);
                heldUp |= finished.settled().holdsUpOthers();
                lane.finished.add(finished);
            }
        } finally {
            lane.free.release();
            lane.loop.wake();
        }
    }

    private Finished untouched(Letter letter) {
        var now = clock.instant();
        return new Finished(letter, Settled.untouched(letter, now), now);
    }

    private Finished finished(Letter letter) {
        var settled = handle(letter);
        return new Finished(letter, settled, clock.instant());
    }

    private Settled handle(Letter letter) {
        var dialect = dialects.get(letter.connection());
        if (dialect == null) {
            return Settled.parked(null, "Its connection is not configured any more");
        }
        try {
            var settled = work.work(letter, dialect);
            if (settled.erased()) {
                letters.replace(letter, dialect.withoutPersonalData(letter.body()));
            }
            return settled;
        } catch (RuntimeException | Error e) {
            var settled = work.failed(letter, e);
            log.warn(
                    "Callback {} ({}) failed and is {} now; it will not be lost",
                    letter.eventId(),
                    letter.eventType(),
                    settled.status(),
                    e);
            return settled;
        }
    }
}
