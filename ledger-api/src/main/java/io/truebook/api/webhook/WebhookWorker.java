package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.webhook.WebhookInbox.Letter;
import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.payment.Payment;
import io.truebook.projection.reconciliation.SettlementBatches;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private final WebhookInbox inbox;
    private final OrphanShelf orphans;
    private final LetterWork work;
    private final WebhookSettings settings;
    private final Clock clock;
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
    private final Lane facts;
    private final Lane fees;

    /** The letters at one step, and the workers there are for them. */
    private final class Lane {
        private final String step;
        private final Semaphore free;
        private final WorkLoop loop;

        Lane(String name, String step, int workers) {
            this.step = step;
            this.free = new Semaphore(workers);
            this.loop = new WorkLoop(name, settings.pollInterval(), this::takeDue);
        }

        private void takeDue() {
            int most = free.availablePermits();
            if (most == 0) {
                return;
            }
            var now = clock.instant();
            for (var letter : inbox.claim(step, now, now.plus(settings.lease()), most)) {
                free.acquireUninterruptibly();
                try {
                    workers.execute(() -> handle(letter, this));
                } catch (RuntimeException rejected) {
                    free.release(); // Its lease ends and somebody else takes it.
                }
            }
        }
    }

    /**
     * @param payments gives a payment as its events make it now
     * @param isAway whether a connection is not to be asked for fees now
     */
    public WebhookWorker(
            List<CallbackDialect> dialects,
            WebhookInbox inbox,
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
        this.inbox = inbox;
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
        workers.shutdown();
        facts.loop.close();
        fees.loop.close();
        try {
            if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException stop) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Letter letter, Lane lane) {
        try {
            var settled = outcomeOf(letter);
            var dialect = dialects.get(letter.connection());
            if (settled.erased() && dialect != null) {
                inbox.replace(letter, dialect.withoutPersonalData(letter.body()));
            }
            inbox.settle(letter, settled, clock.instant());
            var payment = settled.paymentId();
            if (payment != null && !orphans.isEmpty()) {
                orphans.wake(letter.connection(), payment, clock.instant());
            }
        } catch (RuntimeException e) {
            log.warn("Callback {} is left to its lease", letter.eventId(), e);
        } finally {
            lane.free.release();
            lane.loop.wake();
        }
    }

    private WebhookInbox.Settled outcomeOf(Letter letter) {
        var dialect = dialects.get(letter.connection());
        if (dialect == null) {
            return WebhookInbox.Settled.parked(null, "Its connection is not configured any more");
        }
        try {
            return work.work(letter, dialect);
        } catch (RuntimeException e) {
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
