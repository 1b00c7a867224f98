package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.FeeQuestion;
import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection.Category;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.providerobject.Payout;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.deadletter.FailureCause;
import io.truebook.projection.reconciliation.SettlementBatches;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.axonframework.common.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one callback: read it, find its payment, tell the payment, and only then ask
 * for a fee it did not bring.
 *
 * <p>A callback about no payment of ours is an orphan and looked at again for a while, because the
 * payment may only be about to become known. So is one of which the payment recognises only a part.
 */
final class LetterWork {

    private static final Duration BUSY = Duration.ofMillis(500);

    /** Until a provider that is away may be asked for a fee. */
    private static final Duration AWAY = Duration.ofSeconds(30);

    /** Clocks differ, and a provider may name the end of a day. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final String IMPOSSIBLE_TIME =
            "impossible_time at reading: it says when it happened, and that cannot be";
    private static final String IMPOSSIBLE_AMOUNT =
            "impossible_amount at reading: no provider pays out so much";
    private static final String GIVEN_UP = "; no longer looked for";

    private final CallbackRouter router;
    private final Function<String, Payment> payments;
    private final OutcomeRecorder recorder;
    private final SettlementBatches batches;
    private final Predicate<String> isAway;
    private final WebhookSettings settings;
    private final Clock clock;

    LetterWork(
            CallbackRouter router,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            SettlementBatches batches,
            Predicate<String> isAway,
            WebhookSettings settings,
            Clock clock) {
        this.router = router;
        this.payments = payments;
        this.recorder = recorder;
        this.batches = batches;
        this.isAway = isAway;
        this.settings = settings;
        this.clock = clock;
    }

    Settled work(Letter letter, CallbackDialect dialect) {
        Reading reading;
        try {
            reading = dialect.read(letter.body());
        } catch (RuntimeException | StackOverflowError broken) {
            // The same bytes will break it again; a person retries it once the cause is removed.
            return Settled.dead(
                    letter.step(), FailureCause.of(broken).toString(), letter.failures() + 1);
        }
        return switch (reading) {
            case Reading.Parked(var why) -> Settled.parked(null, why);
            case Reading.Evidence(var why) -> Settled.done(null, why);
            case Reading.OfPayout payout -> tell(letter, payout);
            case Reading.OfReport(var batch) -> {
                batches.announce(letter.tenant(), letter.connection(), batch, clock.instant());
                yield Settled.done(null, "A settlement file is ready");
            }
            case Reading.Facts facts ->
                    letter.step().equals("fee")
                            ? askForFee(letter, dialect, facts)
                            : tell(letter, facts);
        };
    }

    private Settled tell(Letter letter, Reading.OfPayout told) {
        if (told.facts().stream().map(PayoutFact::source).anyMatch(this::cannotBe)) {
            return Settled.dead(letter.step(), IMPOSSIBLE_TIME, letter.failures() + 1);
        }
        if (!told.facts().stream().allMatch(Payout::recognises)) {
            return Settled.dead(letter.step(), IMPOSSIBLE_AMOUNT, letter.failures() + 1);
        }
        recorder.record(
                letter.tenant(),
                "sys:webhook:" + letter.connection(),
                letter.eventId(),
                new RecordPayout(
                        PayoutCommand.keyOf(letter.connection(), told.payoutId()),
                        letter.connection(),
                        told.facts(),
                        "webhook",
                        clock.instant()));
        return Settled.done(null, null);
    }

    private Settled tell(Letter letter, Reading.Facts told) {
        if (told.facts().stream().map(ProviderFact::source).anyMatch(this::cannotBe)) {
            return Settled.dead(letter.step(), IMPOSSIBLE_TIME, letter.failures() + 1);
        }
        var paymentId = router.paymentOf(letter.connection(), told.route());
        if (paymentId.isEmpty()) {
            return orphan(letter, "No payment of ours", null).waitingFor(told.route().objectIds());
        }
        var id = paymentId.get();
        var payment = payments.apply(id);
        var facts =
                payment.known().map(file -> told.of(file.terms().capture())).orElseGet(told::facts);
        if (facts.stream().noneMatch(payment::recognises)) {
            return orphan(letter, "The payment does not recognise it", id);
        }
        boolean erased = payment.known().stream().anyMatch(PaymentFile::erased);
        var misfit = payment.known().flatMap(told::misfit);
        if (misfit.isPresent()) {
            return Settled.parked(id, misfit.get()).ofErased(erased);
        }
        if (!facts.stream().allMatch(payment::knows)) {
            record(letter, occasion(letter), id, facts);
        }
        if (!areRecognised(facts, payment, id)) {
            return orphan(letter, "The payment does not recognise all of it", id);
        }
        var settled =
                told.fee() == null || isBooked(payment, letter.connection(), told.fee())
                        ? Settled.done(id, null)
                        : fee(id, 0, clock.instant().plus(settings.feeDelay()));
        return settled.ofErased(erased).telling(facts);
    }

    /** Best effort: what cannot be asked now comes with the settlement report. */
    private Settled askForFee(Letter letter, CallbackDialect dialect, Reading.Facts told) {
        var id = router.paymentOf(letter.connection(), told.route()).orElseThrow();
        var question = told.fee();
        if (question == null || isBooked(payments.apply(id), letter.connection(), question)) {
            return Settled.done(id, null);
        }
        if (isAway.test(letter.connection())) {
            return fee(id, letter.failures(), clock.instant().plus(AWAY));
        }
        var fees = dialect.fees(question);
        if (fees.isPresent()) {
            if (!fees.get().isEmpty()) {
                record(letter, letter.eventId() + "/fee", id, fees.get());
            }
            return Settled.done(id, null);
        }
        int failures = letter.failures();
        return failures < settings.retries().size()
                ? fee(id, failures + 1, clock.instant().plus(settings.retries().get(failures)))
                : Settled.done(id, "The fee could not be asked for");
    }

    private static Settled fee(String paymentId, int failures, Instant dueAt) {
        return new Settled("received", "fee", null, paymentId, failures, dueAt);
    }

    private static boolean isBooked(Payment payment, String connection, FeeQuestion question) {
        var key = String.join("|", connection, question.movementId(), "fee", "1");
        return payment.known().stream().anyMatch(file -> file.facts().contains(key));
    }

    /** One fact may be what makes the payment recognise the next, so it is asked again. */
    private boolean areRecognised(List<ProviderFact> facts, Payment before, String id) {
        return facts.stream().allMatch(before::recognises)
                || facts.stream().allMatch(payments.apply(id)::recognises);
    }

    /** Another at each look, for more of it may be recognised; no fact is booked twice. */
    private static String occasion(Letter letter) {
        return letter.claims() == 1 ? letter.eventId() : letter.eventId() + "/" + letter.claims();
    }

    private void record(
            Letter letter, String occasion, String paymentId, List<ProviderFact> facts) {
        recorder.record(
                letter.tenant(),
                "sys:webhook:" + letter.connection(),
                occasion,
                new RecordOutcome(
                        paymentId, null, new Outcome.Succeeded(facts), "webhook", clock.instant()));
    }

    private boolean cannotBe(FactSource source) {
        var at = source.occurredAt();
        return at.isBefore(Instant.EPOCH) || at.isAfter(clock.instant().plus(AHEAD));
    }

    private Settled orphan(Letter letter, String why, @Nullable String paymentId) {
        int looked = letter.isOrphan() ? letter.failures() : 0;
        return looked < settings.orphanPauses().size()
                ? new Settled(
                        "orphan",
                        "facts",
                        why,
                        paymentId,
                        looked + 1,
                        clock.instant().plus(settings.orphanPauses().get(looked)))
                : new Settled("orphan", "facts", why + GIVEN_UP, paymentId, looked, null);
    }

    /** After a fault of ours: again later, and after the last time never by itself. */
    Settled failed(Letter letter, Throwable failure) {
        int failures = letter.isOrphan() ? 0 : letter.failures(); // Of an orphan they are looks.
        if (isBusy(failure)) {
            return again(letter, failures, clock.instant().plus(BUSY), "The ledger was busy");
        }
        var reason = FailureCause.of(failure).toString();
        return failures < settings.retries().size() && !isHopeless(failure)
                ? again(
                        letter,
                        failures + 1,
                        clock.instant().plus(settings.retries().get(failures)),
                        reason)
                : Settled.dead(letter.step(), reason, failures + 1);
    }

    private static Settled again(Letter letter, int failures, Instant dueAt, String reason) {
        return new Settled("received", letter.step(), reason, null, failures, dueAt);
    }

    /** What the database cannot write down today it cannot write down tomorrow. */
    private static boolean isHopeless(Throwable failure) {
        return ExceptionUtils.findException(failure, SQLException.class)
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith("22") || state.startsWith("54"))
                .isPresent();
    }

    private static boolean isBusy(Throwable failure) {
        return ExceptionUtils.findException(failure, CommandRejected.class)
                .filter(rejected -> rejected.reason().category() == Category.UNAVAILABLE)
                .isPresent();
    }
}
