package io.truebook.api.provider;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.ProviderCalls;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.Strain;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.Reply;
import io.truebook.projection.saga.ProviderQuestions;
import io.truebook.projection.saga.ProviderQuestions.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a provider for its record of what it had answered, where nobody else has told the same.
 *
 * <p>It only reads there, so that whoever dies in between asks again to no effect. Whatever the
 * provider has to say is told to the payment first: it may be something we have not heard.
 */
final class QuestionWorker {

    private static final Logger log = LoggerFactory.getLogger(QuestionWorker.class);
    private static final String ORIGIN = "sys:dispatcher";

    /** Several exchanges, as for any question. */
    private static final int LEASED_DEADLINES = 8;

    private final ProviderConnection connection;
    private final ProviderQuestions questions;
    private final Function<String, Payment> payments;
    private final OutcomeRecorder recorder;
    private final DispatcherSettings settings;
    private final Clock clock;
    private Instant nextLook = Instant.MIN;

    /**
     * @param payments gives a payment as its events make it now
     */
    QuestionWorker(
            ProviderConnection connection,
            ProviderQuestions questions,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            DispatcherSettings settings,
            Clock clock) {
        this.connection = connection;
        this.questions = questions;
        this.payments = payments;
        this.recorder = recorder;
        this.settings = settings;
        this.clock = clock;
    }

    /** What may be asked now, once a poll: nobody waits for it. On one thread. */
    List<Question> take(int most) {
        var now = clock.instant();
        if (most == 0 || now.isBefore(nextLook)) {
            return List.of();
        }
        nextLook = now.plus(settings.pollInterval());
        var lease = connection.deadline().multipliedBy(LEASED_DEADLINES);
        return questions.take(connection.name(), now, now.plus(lease), most);
    }

    /** Uses the permit up if it comes to a call. */
    void work(Question question, CallGate.Permit permit) {
        var about = question.about();
        var payment = payments.apply(about.paymentId());
        var call =
                ProviderCalls.answered(payment, about.operationId(), about.kind(), about.amount());
        if (call.isEmpty()) {
            questions.replied(question, Reply.NO_RECORDS, List.of(), clock.instant());
            return;
        }
        var began = clock.instant();
        var outcome = ask(call.get(), about.requestedAt());
        if (Thread.currentThread().isInterrupted()) {
            return; // We are being stopped: whoever takes it next asks again.
        }
        permit.answered(outcome, Duration.between(began, clock.instant()), false);
        settle(question, outcome);
    }

    private Outcome ask(ProviderCall call, Instant sentSince) {
        try {
            return connection.provider().lookUp(call, sentSince);
        } catch (RuntimeException bug) {
            log.error("The adapter of {} broke", connection.name(), bug);
            return new Outcome.Unknown(bug.toString(), new Strain.Unseen());
        }
    }

    private void settle(Question question, Outcome outcome) {
        switch (outcome) {
            case Outcome.Unknown(var detail, var strain) -> {
                var pause =
                        settings.nextQuestion(question.attempt() - 1, ThreadLocalRandom.current());
                var asked = strain.asked();
                questions.askAgain(
                        question,
                        clock.instant().plus(asked.compareTo(pause) > 0 ? asked : pause),
                        detail);
            }
            case Outcome.NotExecuted(_, var strain) -> {
                var reply = strain instanceof Strain.Unseen ? Reply.NO_RECORDS : Reply.NOTHING;
                questions.replied(question, reply, List.of(), clock.instant());
            }
            case Outcome.Succeeded _,
                    Outcome.Pending _,
                    Outcome.ActionRequired _,
                    Outcome.Refused _ -> {
                tell(question, outcome);
                var told = outcome.facts().stream().map(ToldFact::of).toList();
                questions.replied(question, Reply.TOLD, told, clock.instant());
            }
        }
    }

    private void tell(Question question, Outcome outcome) {
        var about = question.about();
        recorder.record(
                about.tenant(),
                ORIGIN,
                "%s/%s/asked-%d"
                        .formatted(about.operationId(), question.fact(), question.attempt()),
                new RecordOutcome(
                        about.paymentId(), about.operationId(), outcome, "query", clock.instant()));
    }
}
