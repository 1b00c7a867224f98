package io.truebook.api.provider;

import io.truebook.ledger.provider.Outcome;
import java.util.List;

/** How outcomes are written down with an attempt, for people and for the order of operations. */
final class OutcomeNames {

    static final String PENDING = "pending";

    static final List<String> ALL =
            List.of("succeeded", PENDING, "refused", "not_executed", "unknown");

    private OutcomeNames() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> "succeeded";
            case Outcome.Pending _, Outcome.ActionRequired _ -> PENDING;
            case Outcome.Refused _ -> "refused";
            case Outcome.NotExecuted _ -> "not_executed";
            case Outcome.Unknown _ -> "unknown";
        };
    }

    static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotExecuted(var detail, _) -> detail;
            case Outcome.Unknown(var detail, _) -> detail;
            case Outcome.Succeeded _,
                    Outcome.Pending _,
                    Outcome.ActionRequired _,
                    Outcome.Refused _ ->
                    outcome.facts().size() + " facts";
        };
    }
}
