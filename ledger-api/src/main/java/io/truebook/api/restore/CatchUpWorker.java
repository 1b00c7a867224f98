package io.truebook.api.restore;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderHistory;
import io.truebook.api.provider.ProviderHistory.Made;
import io.truebook.api.provider.ProviderHistory.Shelf;
import io.truebook.api.restore.CatchUps.Gain;
import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what providers remember until there is no news: changes go the way of callbacks, objects of
 * known payments are told to them, and objects nobody knows are kept as lost.
 *
 * <p>Each page is one step that may be repeated, on this node or another. Only while it is under
 * way nothing new is taken ({@link RestoreGuard}) and no provider is asked to do anything.
 */
public final class CatchUpWorker implements AutoCloseable {

    /** What happens around it: calls to providers stop, and begin again. */
    public interface Surroundings {
        void catchingUp();

        void caughtUp();
    }

    private static final Logger log = LoggerFactory.getLogger(CatchUpWorker.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final CatchUps catchUps;
    private final LostOperations lost;
    private final RestoreGuard guard;
    private final Map<String, ProviderHistory> histories;
    private final BiPredicate<String, byte[]> replay;
    private final OutcomeRecorder recorder;
    private final Surroundings surroundings;
    private final Clock clock;
    private final WorkLoop loop = WorkLoop.oneByOne("catch-up", PAUSE, this::step);
    private boolean quiet;

    /**
     * @param histories by connection
     * @param replay takes an event of a connection in as if it had come by callback; whether it is
     *     new
     */
    public CatchUpWorker(
            CatchUps catchUps,
            LostOperations lost,
            RestoreGuard guard,
            Map<String, ProviderHistory> histories,
            BiPredicate<String, byte[]> replay,
            OutcomeRecorder recorder,
            Surroundings surroundings,
            Clock clock) {
        this.catchUps = catchUps;
        this.lost = lost;
        this.guard = guard;
        this.histories = Map.copyOf(histories);
        this.replay = replay;
        this.recorder = recorder;
        this.surroundings = surroundings;
        this.clock = clock;
        heedGuard();
    }

    public void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Takes one page, if any is to be had; whether there was something to do. */
    boolean step() {
        guard.refresh();
        heedGuard();
        if (!guard.isCatchingUp()) {
            return false;
        }
        var one = catchUps.take(clock.instant(), LEASE);
        one.ifPresent(this::work);
        return one.isPresent();
    }

    private void heedGuard() {
        if (guard.isCatchingUp() != quiet) {
            quiet = guard.isCatchingUp();
            if (quiet) {
                surroundings.catchingUp();
            } else {
                surroundings.caughtUp();
            }
        }
    }

    private void work(CatchUp one) {
        switch (one.stage()) {
            case EVENTS -> read(one, Shelf.EVENTS);
            case PAYMENTS -> read(one, Shelf.PAYMENTS);
            case REFUNDS -> read(one, Shelf.REFUNDS);
            case INBOX -> settle(one);
        }
    }

    private void read(CatchUp one, Shelf shelf) {
        var page =
                Optional.ofNullable(histories.get(one.connection()))
                        .flatMap(history -> history.page(shelf, one.since(), one.cursor()));
        if (page.isEmpty()) {
            log.warn("{} cannot be asked for its {} now; trying again", one.connection(), shelf);
            catchUps.postpone(one, clock.instant().plus(LATER));
            return;
        }
        int newEvents = 0;
        for (var event : page.get().events()) {
            newEvents += replay.test(one.connection(), event) ? 1 : 0;
        }
        int newlyLost = 0;
        for (var made : page.get().objects()) {
            newlyLost += heed(one, made) ? 1 : 0;
        }
        var gain =
                new Gain(
                        page.get().events().size(),
                        page.get().objects().size(),
                        newlyLost,
                        newEvents + newlyLost);
        var next = page.get().next();
        catchUps.advance(one, next == null ? one.stage().next() : one.stage(), next, gain);
    }

    /** Whether it turns out to be lost. */
    private boolean heed(CatchUp one, Made made) {
        var payment = lost.paymentOfOperation(one.connection(), made.operationId());
        if (payment.isPresent()) {
            tell(one, payment.get(), made);
            return false;
        }
        // A refund that was lost, of a charge that is known: booked as one made at the provider.
        var parent = lost.paymentOfObject(one.connection(), made.parentId());
        boolean isNew = lost.add(one, made, parent.orElse(null), clock.instant());
        parent.ifPresent(id -> tell(one, id, made));
        return isNew;
    }

    private void tell(CatchUp one, String paymentId, Made made) {
        if (made.facts().isEmpty()) {
            return;
        }
        recorder.record(
                one.tenant(),
                "sys:catch-up:" + one.connection(),
                one.id() + "/" + one.pass() + "/" + made.objectId(),
                new RecordOutcome(
                        paymentId,
                        null,
                        new Outcome.Succeeded(made.facts()),
                        "catch-up",
                        clock.instant()));
    }

    /** At least twice: what came about during the first pass is found by the second. */
    private void settle(CatchUp one) {
        if (catchUps.isInboxBusy(one.connection())) {
            catchUps.postpone(one, clock.instant().plus(PAUSE));
        } else if (one.pass() < 2 || one.news() > 0) {
            catchUps.passAgain(one);
        } else {
            catchUps.finish(one, clock.instant());
            log.warn(
                    "Caught up with {} since {}: {} events and {} objects were read in the last"
                            + " and all earlier passes, {} of them were lost here",
                    one.connection(),
                    one.since(),
                    one.events(),
                    one.objects(),
                    one.lost());
        }
    }
}
