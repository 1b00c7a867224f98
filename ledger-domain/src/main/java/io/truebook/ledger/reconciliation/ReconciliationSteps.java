package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.reconciliation.BreakCommand.CloseBreak;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.OperationNews.Contradicted;
import io.truebook.ledger.reconciliation.OperationNews.Done;
import io.truebook.ledger.reconciliation.OperationNews.Heard;
import io.truebook.ledger.reconciliation.OperationNews.NotConfirmed;
import io.truebook.ledger.reconciliation.OperationNews.Over;
import io.truebook.ledger.reconciliation.OperationNews.Overtaken;
import io.truebook.ledger.reconciliation.OperationNews.TimeReached;
import io.truebook.ledger.reconciliation.Reconciliation.Answered;
import io.truebook.ledger.reconciliation.Reconciliation.Ended;
import io.truebook.ledger.reconciliation.Reconciliation.NotFollowed;
import io.truebook.ledger.reconciliation.Reconciliation.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which breaks are opened and closed when something is heard of an operation. */
final class ReconciliationSteps {

    /** Raised whenever a rule changes what the same news give; kept with each break. */
    static final int RULE_VERSION = 2;

    private ReconciliationSteps() {}

    static List<SagaStep> decide(Reconciliation now, OperationNews news, Deadlines deadlines) {
        if (news instanceof Contradicted said) {
            // Also of what has ended long ago: the event alone says all there is to say.
            return List.of(mismatch(said));
        }
        return switch (now) {
            case Waiting waiting -> decide(waiting, news);
            case Answered answered -> decide(answered, news, deadlines);
            case NotFollowed _, Ended _ -> List.of();
        };
    }

    private static List<SagaStep> decide(Waiting now, OperationNews news) {
        return switch (news) {
            case TimeReached(_, var at) when !at.isBefore(now.dueAt()) && now.broken() == null ->
                    List.of(stale(now, at));
            case Done(_, var answer) -> closeStale(now, answer.at());
            case Over(_, var at) -> closeStale(now, at);
            default -> List.of();
        };
    }

    /** A replay does not know that it was opened; that it came too late it does know. */
    private static List<SagaStep> closeStale(Waiting now, Instant at) {
        return now.broken() != null || at.isAfter(now.dueAt())
                ? List.of(
                        close(now.about(), FindingCode.STALE_UNKNOWN, "The provider answered.", at))
                : List.of();
    }

    private static List<SagaStep> decide(Answered now, OperationNews news, Deadlines deadlines) {
        return switch (news) {
            case Heard(_, var testimonies) ->
                    switch (Verdict.of(now.answer(), testimonies)) {
                        case Verdict.Silent _ -> List.of();
                        case Verdict.Confirmed(var by) -> confirmed(now, by, deadlines);
                        case Verdict.Denied(var by) -> {
                            var steps =
                                    new ArrayList<>(
                                            closed(now, "Another amount is told.", by.at()));
                            steps.add(denied(now, by));
                            yield steps;
                        }
                    };
            case TimeReached(_, var at)
                    when now.broken() == null
                            && now.askedAt() != null
                            && !at.isBefore(deadlines.repliedBy(now.askedAt())) ->
                    List.of(unconfirmed(now, "it has not replied", at));
            case NotConfirmed(_, var reply, var at) when now.broken() == null ->
                    List.of(unconfirmed(now, words(reply), at));
            case Over(_, var at) -> closed(now, "It moved no money after all.", at);
            case Overtaken(_, var at) when now.answer().held() ->
                    closed(now, "What was held is taken or given back.", at);
            default -> List.of();
        };
    }

    private static List<SagaStep> confirmed(Answered now, Testimony by, Deadlines deadlines) {
        var why = "Confirmed by " + by.source() + ".";
        return now.broken() == null && by.at().isAfter(deadlines.confirmedBy(now.answer()))
                ? List.of(close(now.about(), FindingCode.MISSING_AT_PROVIDER, why, by.at()))
                : closed(now, why, by.at());
    }

    private static List<SagaStep> closed(Answered now, String why, Instant at) {
        return now.broken() == null
                ? List.of()
                : List.of(close(now.about(), now.broken(), why, at));
    }

    private static SagaStep stale(Waiting now, Instant at) {
        var known =
                switch (now.progress()) {
                    case REQUESTED -> "Requested, and no answer at all";
                    case UNKNOWN -> "Asked for, and nobody knows what became of it";
                    case PENDING -> "Taken by the provider, which never said what came of it";
                };
        var facts =
                facts(
                        now.about(),
                        FindingCode.STALE_UNKNOWN,
                        null,
                        null,
                        now.about().atStake(),
                        known + " since " + now.about().requestedAt() + ".",
                        now.about().requestedAt(),
                        at);
        return open(now.about(), facts, "open", at);
    }

    private static String words(Reply reply) {
        return switch (reply) {
            case TOLD -> "it tells something else";
            case NOTHING -> "it knows nothing of it";
            case NO_RECORDS -> "it has no records that could be read";
        };
    }

    private static SagaStep unconfirmed(Answered now, String reply, Instant at) {
        var about = now.about();
        var effect = now.answer().held() ? about.amount() : about.effect();
        var evidence =
                "%s told %s at %s, and nobody else has; asked again, %s."
                        .formatted(
                                now.answer().by() == Teller.CALL ? "An answer" : "A callback",
                                now.answer().told().text(),
                                now.answer().at(),
                                reply);
        var facts =
                facts(
                        about,
                        FindingCode.MISSING_AT_PROVIDER,
                        effect,
                        null,
                        effect.negated(),
                        evidence,
                        now.answer().at(),
                        at);
        return open(about, facts, "open", at);
    }

    private static SagaStep denied(Answered now, Testimony by) {
        var about = now.about();
        boolean leaves = about.kind() == OperationKind.REFUND;
        var ours = signed(now.answer().told().amount(), about.amount(), leaves);
        var theirs = signed(by.told() == null ? null : by.told().amount(), about.amount(), leaves);
        boolean comparable = ours.currency().equals(theirs.currency());
        var facts =
                facts(
                        about,
                        FindingCode.AMOUNT_MISMATCH,
                        ours,
                        theirs,
                        comparable ? theirs.minus(ours) : theirs,
                        "%s told %s, %s told another amount of it."
                                .formatted(
                                        now.answer().by(), now.answer().told().text(), by.source()),
                        now.answer().at(),
                        by.at());
        return open(about, facts, "open", by.at());
    }

    private static Money signed(@Nullable Money amount, Money otherwise, boolean leaves) {
        var money = amount == null ? otherwise : amount;
        return leaves ? money.negated() : money;
    }

    private static SagaStep mismatch(Contradicted said) {
        var about = said.about();
        var at = said.answer().at();
        var facts =
                facts(
                        about,
                        FindingCode.STATUS_MISMATCH,
                        null,
                        null,
                        about.atStake(),
                        said.evidence(),
                        at,
                        at);
        return open(about, facts, said.answer().told().factKey(), at);
    }

    private static SagaStep open(
            FollowedOperation about, BreakFacts facts, String occasion, Instant at) {
        return new SagaStep(
                about.tenant(),
                about.operationId() + ":" + facts.code() + ":" + occasion,
                new OpenBreak(breakId(about, facts.code()), facts, at));
    }

    private static SagaStep close(
            FollowedOperation about, FindingCode code, String why, Instant at) {
        return new SagaStep(
                about.tenant(),
                about.operationId() + ":" + code + ":close",
                new CloseBreak(breakId(about, code), why, at));
    }

    /** The same difference is the same break, whoever finds it and however often. */
    static String breakId(FollowedOperation about, FindingCode code) {
        return DerivedId.of(
                "brk_", about.connection(), Leg.EVENTS.code(), code.name(), about.operationId());
    }

    private static BreakFacts facts(
            FollowedOperation about,
            FindingCode code,
            @Nullable Money ledger,
            @Nullable Money provider,
            Money amount,
            String evidence,
            Instant since,
            Instant at) {
        return new BreakFacts(
                about.connection(),
                code,
                Leg.EVENTS,
                about.operationId(),
                Standing.OPEN,
                ledger,
                provider,
                amount,
                about.paymentId(),
                null,
                null,
                evidence,
                since,
                at,
                SagaStep.ORIGIN,
                SagaStep.ORIGIN,
                RULE_VERSION,
                null,
                null);
    }
}
