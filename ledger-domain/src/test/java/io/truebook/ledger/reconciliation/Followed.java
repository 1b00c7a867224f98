package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.OperationNews.Done;
import io.truebook.ledger.reconciliation.OperationNews.Heard;
import io.truebook.ledger.reconciliation.OperationNews.Requested;
import io.truebook.ledger.reconciliation.OperationNews.TimeReached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One operation, what is told of it, and what it makes of that. */
final class Followed {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Deadlines DEADLINES = Deadlines.USUAL;
    static final Money EUR_10 = Money.of(1_000, "EUR");
    static final String KEY = "stripe|ch_1|captured|1";
    static final FollowedOperation CHARGE = of(OperationKind.CHARGE);

    Reconciliation state = new Reconciliation.NotFollowed();
    final List<SagaStep> steps = new ArrayList<>();
    private final List<String> did = new ArrayList<>();

    static FollowedOperation of(OperationKind kind) {
        return new FollowedOperation("op_1", "ch_p", "default", "stripe", kind, EUR_10, NOON);
    }

    static Instant after(Duration time) {
        return NOON.plus(time);
    }

    static Requested requested() {
        return new Requested(CHARGE);
    }

    static Done done(Teller by, Duration later) {
        return new Done("op_1", new Answer(by, new ToldFact(KEY, EUR_10), after(later), false));
    }

    static Testimony says(Teller by, Money amount, Duration later) {
        return new Testimony(by, new ToldFact(KEY, amount), after(later), "evt_1");
    }

    static Heard heard(Testimony... testimonies) {
        return new Heard("op_1", List.of(testimonies));
    }

    static TimeReached at(Duration later) {
        return new TimeReached("op_1", after(later));
    }

    Followed tell(OperationNews... all) {
        for (var news : all) {
            if (state.asks(news, DEADLINES)) {
                did.add("ask");
            }
            var decided = state.decide(news, DEADLINES);
            steps.addAll(decided);
            decided.forEach(step -> did.add(words(step)));
            state = state.evolve(news, DEADLINES);
        }
        return this;
    }

    /** What was decided, in short. */
    List<String> did() {
        return List.copyOf(did);
    }

    private static String words(SagaStep step) {
        return switch (step.command()) {
            case BreakCommand.OpenBreak open -> "open " + open.facts().code();
            case BreakCommand.CloseBreak _ -> "close " + step.transactionId().split(":")[1];
            default -> step.command().toString();
        };
    }
}
