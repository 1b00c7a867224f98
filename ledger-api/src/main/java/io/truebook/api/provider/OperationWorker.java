package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.provider.OperationClaims.Wish;
import io.truebook.api.provider.OperationTable.Next;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.ProviderCalls;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.Strain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at one operation: claim it, call, tell the payment, say when to come back.
 *
 * <p>The order is what makes a crash harmless: the attempt is durable before bytes leave, the
 * outcome before the operation is rescheduled. Within the provider's key window a request whose
 * fate is unknown is asked about and, if nothing is found, sent again unchanged under its key; past
 * the window it is only asked about.
 */
final class OperationWorker {

    private static final Logger log = LoggerFactory.getLogger(OperationWorker.class);
    private static final Duration UNWORKABLE = Duration.ofHours(1);
    private static final int TELLINGS = 5;
    private static final String ORIGIN = "sys:dispatcher";

    private final ProviderConnection connection;
    private final OperationClaims claims;
    private final OperationTable table;
    private final Function<String, Payment> payments;
    private final OutcomeRecorder recorder;
    private final DispatcherSettings settings;
    private final AttemptCounts counts;
    private final Clock clock;

    OperationWorker(
            ProviderConnection connection,
            OperationClaims claims,
            OperationTable table,
            Function<String, Payment> payments,
            OutcomeRecorder recorder,
            DispatcherSettings settings,
            AttemptCounts counts,
            Clock clock) {
        this.connection = connection;
        this.claims = claims;
        this.table = table;
        this.payments = payments;
        this.recorder = recorder;
        this.settings = settings;
        this.counts = counts;
        this.clock = clock;
    }

    /** Uses the permit up if it comes to a call. */
    void work(OpenCall open, CallGate.Permit permit) {
        var claimed = claim(open);
        if (claimed.isEmpty()) {
            return;
        }
        var attempt = claimed.get();
        var began = clock.instant();
        var outcome = call(attempt);
        if (Thread.currentThread().isInterrupted()) {
            // We are being stopped: whoever claims it next finds out.
            return;
        }
        boolean again = attempt.step() == Step.SEND && attempt.number() > 1;
        permit.answered(outcome, Duration.between(began, clock.instant()), again);
        counts.count(connection.name(), outcome);
        table.finish(
                attempt, OutcomeNames.of(outcome), OutcomeNames.detail(outcome), clock.instant());
        settle(attempt, outcome);
    }

    private Optional<Attempt> claim(OpenCall open) {
        var call = ProviderCalls.of(payments.apply(open.paymentId()), open.operationId());
        if (call.isEmpty()) {
            // Answered between our look and now; or a row that no payment stands behind.
            table.putOff(open.operationId(), clock.instant().plus(UNWORKABLE));
            return Optional.empty();
        }
        var wanted = call.get();
        var request = request(open, wanted);
        var step = isPastWindow(open.firstSentAt(), clock.instant()) ? Step.QUERY : open.nextStep();
        return claims.claim(new Wish(open, step, request, lease(step, wanted)))
                .map(claimed ->
                        new Attempt(
                                claimed.open(),
                                claimed.number(),
                                step,
                                wanted,
                                request,
                                claimed.firstSentAt(),
                                claimed.maybeSent()));
    }

    private FrozenRequest request(OpenCall open, ProviderCall wanted) {
        return (open.attempts() == 0
                        ? Optional.<FrozenRequest>empty()
                        : claims.frozen(open.operationId()))
                .orElseGet(() -> connection.provider().freeze(wanted));
    }

    /**
     * Twice what it can take: a question may need several exchanges, and a cancellation may have to
     * ask what there is to cancel.
     */
    private Duration lease(Step step, ProviderCall call) {
        boolean alone = step == Step.SEND && !(call instanceof ProviderCall.Cancel);
        return connection.deadline().multipliedBy(alone ? 2 : 8);
    }

    private boolean isPastWindow(@Nullable Instant firstSent, Instant now) {
        return firstSent != null && !now.isBefore(firstSent.plus(connection.keyWindow()));
    }

    private Outcome call(Attempt attempt) {
        var provider = connection.provider();
        try {
            if (attempt.step() == Step.QUERY) {
                return provider.lookUp(attempt.call(), attempt.firstSentAt());
            }
            // Asked again here, for the claim may have had to wait.
            return isPastWindow(attempt.firstSentAt(), clock.instant())
                    ? new Outcome.NotExecuted(
                            "The key window is over; not sent", new Strain.Unseen())
                    : provider.send(attempt.call(), attempt.request(), attempt.providerKey());
        } catch (RuntimeException bug) {
            log.error("The adapter of {} broke", connection.name(), bug);
            return new Outcome.Unknown(bug.toString(), new Strain.Unseen());
        }
    }

    private void settle(Attempt attempt, Outcome outcome) {
        switch (outcome) {
            case Outcome.NotExecuted(_, var strain) -> {
                if (attempt.step() == Step.SEND) {
                    sendLater(attempt, strain.asked());
                } else {
                    nothingFound(attempt);
                }
            }
            case Outcome.Unknown _ -> {
                // An overtaken worker's ignorance is no news; its facts would be.
                if (table.isCurrent(attempt)) {
                    tell(attempt, outcome);
                    askLater(attempt, outcome);
                }
            }
            case Outcome.Succeeded _,
                    Outcome.Pending _,
                    Outcome.ActionRequired _,
                    Outcome.Refused _ -> {
                tell(attempt, outcome);
                askLater(attempt, outcome);
            }
        }
    }

    private void sendLater(Attempt attempt, Duration asked) {
        int failures = attempt.open().notExecuted();
        var pause = settings.backoff(failures, random()).plus(asked);
        table.reschedule(
                attempt,
                new Next(
                        Step.SEND,
                        clock.instant().plus(pause),
                        attempt.open().unsettled(),
                        failures + 1,
                        attempt.maybeSent(),
                        "not_executed"));
    }

    /** The provider has nothing: sent again while the key holds, given up only if never sent. */
    private void nothingFound(Attempt attempt) {
        var now = clock.instant();
        if (!isPastWindow(attempt.firstSentAt(), now)) {
            table.reschedule(
                    attempt,
                    new Next(
                            Step.SEND,
                            now,
                            attempt.open().unsettled(),
                            attempt.open().notExecuted(),
                            attempt.maybeSent(),
                            "not_found"));
            return;
        }
        var outcome =
                attempt.maybeSent()
                        ? new Outcome.Unknown("Nothing found, and past the key window")
                        : NeverSent.outcome(attempt.call(), connection.name(), now);
        tell(attempt, outcome);
        askLater(attempt, outcome);
    }

    /** Changes nothing when the outcome has closed the operation. */
    private void askLater(Attempt attempt, Outcome outcome) {
        boolean stillOpen = table.reschedule(attempt, question(attempt, outcome));
        if (stillOpen && outcome instanceof Outcome.Succeeded) {
            log.warn(
                    "{} succeeded at {} but its payment does not recognise the facts",
                    attempt.operationId(),
                    connection.name());
        }
    }

    private Next question(Attempt attempt, Outcome outcome) {
        var now = clock.instant();
        int unsettled = attempt.open().unsettled();
        boolean maybeSent = attempt.maybeSent() || attempt.step() == Step.SEND;
        var name = OutcomeNames.of(outcome);
        var planned = attempt.open().plannedAt();
        if (planned != null && planned.isAfter(now)) {
            // A question asked sooner is one more, so that no stranger can use the schedule up.
            return new Next(Step.QUERY, planned, unsettled, 0, maybeSent, name);
        }
        var pause = settings.nextQuestion(unsettled, random());
        var asked = outcome.strain().asked();
        var due = now.plus(asked.compareTo(pause) > 0 ? asked : pause);
        var before = withinWindow(attempt, now, due);
        return new Next(Step.QUERY, before, unsettled + 1, 0, maybeSent, name);
    }

    /**
     * No key's window ends without a last look in its last eighth: what has not arrived by then can
     * still be sent.
     */
    private Instant withinWindow(Attempt attempt, Instant now, Instant due) {
        var eighth = connection.keyWindow().dividedBy(8);
        var ends = attempt.firstSentAt().plus(connection.keyWindow());
        var lastLook = ends.minus(eighth);
        return now.isBefore(lastLook) && !due.isBefore(ends)
                ? lastLook.plusMillis(random().nextLong(eighth.toMillis() / 2 + 1))
                : due;
    }

    private static RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    private void tell(Attempt attempt, Outcome outcome) {
        var command =
                new RecordOutcome(
                        attempt.open().paymentId(),
                        attempt.operationId(),
                        outcome,
                        attempt.step() == Step.SEND ? "response" : "query",
                        clock.instant());
        var occasion = attempt.operationId() + "/" + attempt.number();
        for (int telling = 1; ; telling++) {
            try {
                recorder.record(attempt.open().tenant(), ORIGIN, occasion, command);
                return;
            } catch (RuntimeException e) {
                if (telling == TELLINGS) {
                    throw e;
                }
                var pause = settings.backoff(telling, random());
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }
}
