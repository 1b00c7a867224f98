package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.FeeQuestion;
import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.webhook.WebhookInbox.Letter;
import io.truebook.api.webhook.WebhookInbox.Settled;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection.Category;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.projection.deadletter.FailureCause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.axonframework.common.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one callback: read it, find its payment, tell the payment, and only then ask
 * for a fee it did not bring.
 *
 * <p>A callback about no payment of ours is an orphan and looked at again for a while, because the
 * payment may only be about to become known.
 */
final class LetterWork {

    private static final Duration BUSY = Duration.ofMillis(500);

    private final CallbackRouter router;
    private final Function<String, Payment> payments;
    private final OutcomeRecorder recorder;
    private final WebhookSettings settings;
    private final Clock clock;

    LetterWork(
            CallbackRouter router,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            WebhookSettings settings,
            Clock clock) {
        this.router = router;
        this.payments = payments;
        this.recorder = recorder;
        this.settings = settings;
        this.clock = clock;
    }

    Settled work(Letter letter, CallbackDialect dialect) {
        return switch (dialect.read(letter.body())) {
            case Reading.Parked(var why) -> Settled.parked(why);
            case Reading.Evidence(var why) -> Settled.done(null, why);
            case Reading.OfPayout payout -> tell(letter, payout);
            case Reading.Facts facts ->
                    letter.step().equals("fee")
                            ? askForFee(letter, dialect, facts)
                            : tell(letter, facts);
        };
    }

    private Settled tell(Letter letter, Reading.OfPayout told) {
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
        var paymentId = router.paymentOf(letter.connection(), told.route());
        if (paymentId.isEmpty()) {
            return orphan(letter, "No payment of ours", null);
        }
        var id = paymentId.get();
        var payment = payments.apply(id);
        var facts =
                payment.known().map(file -> told.of(file.terms().capture())).orElseGet(told::facts);
        if (facts.stream().noneMatch(payment::recognises)) {
            return orphan(letter, "The payment does not recognise it", id);
        }
        record(letter, letter.eventId(), id, facts);
        var settled =
                told.fee() == null || isBooked(payment, letter.connection(), told.fee())
                        ? Settled.done(id, null)
                        : fee(id, 0, clock.instant().plus(settings.feeDelay()));
        return settled.ofErased(payment.known().stream().anyMatch(PaymentFile::erased));
    }

    /** Best effort: what cannot be asked now comes with the settlement report. */
    private Settled askForFee(Letter letter, CallbackDialect dialect, Reading.Facts told) {
        var id = router.paymentOf(letter.connection(), told.route()).orElseThrow();
        var question = told.fee();
        if (question == null || isBooked(payments.apply(id), letter.connection(), question)) {
            return Settled.done(id, null);
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

    private void record(
            Letter letter, String occasion, String paymentId, List<ProviderFact> facts) {
        recorder.record(
                letter.tenant(),
                "sys:webhook:" + letter.connection(),
                occasion,
                new RecordOutcome(
                        paymentId, null, new Outcome.Succeeded(facts), "webhook", clock.instant()));
    }

    private Settled orphan(Letter letter, String why, @Nullable String paymentId) {
        int looked = letter.failures();
        var due =
                looked < settings.orphanPauses().size()
                        ? clock.instant().plus(settings.orphanPauses().get(looked))
                        : null;
        return new Settled("orphan", "facts", why, paymentId, looked + 1, due);
    }

    /** After a fault of ours: again later, and after the last time never by itself. */
    Settled failed(Letter letter, RuntimeException failure) {
        int failures = letter.failures();
        if (isBusy(failure)) {
            return again(letter, failures, clock.instant().plus(BUSY), "The ledger was busy");
        }
        var reason = FailureCause.of(failure).toString();
        return failures < settings.retries().size()
                ? again(
                        letter,
                        failures + 1,
                        clock.instant().plus(settings.retries().get(failures)),
                        reason)
                : new Settled("dead", letter.step(), reason, null, failures + 1, null);
    }

    private static Settled again(Letter letter, int failures, Instant dueAt, String reason) {
        return new Settled("received", letter.step(), reason, null, failures, dueAt);
    }

    private static boolean isBusy(RuntimeException failure) {
        return ExceptionUtils.findException(failure, CommandRejected.class)
                .filter(rejected -> rejected.reason().category() == Category.UNAVAILABLE)
                .isPresent();
    }
}
