package io.truebook.api.http;

import static java.util.stream.Collectors.toMap;

import io.truebook.api.http.BreakWishes.Deciding;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.RepairPolicy;
import io.truebook.ledger.reconciliation.WriteOffReason;
import io.truebook.projection.reconciliation.BreakCases.Case;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The repair a client proposes.
 *
 * @param kind empty for what the rules suggest
 */
record RepairWanted(
        Optional<RepairKind> kind, Optional<WriteOffReason> reasonCode, Optional<String> reason) {

    private static final Map<String, RepairKind> KINDS =
            words(RepairKind.values(), RepairKind::code);
    private static final Map<String, WriteOffReason> CODES =
            words(WriteOffReason.values(), WriteOffReason::code);

    static RepairWanted read(BodyReader body) {
        return new RepairWanted(
                body.optionalChoice("kind", KINDS),
                body.optionalChoice("reason_code", CODES),
                body.optionalText("reason"));
    }

    Deciding by(Caller caller) {
        return (found, at) -> {
            var wanted = kind.or(() -> suggested(found)).orElseThrow(RepairWanted::nothing);
            return new ProposeRepair(
                    found.row().id(),
                    caller.principal(),
                    wanted,
                    reasonCode.orElse(null),
                    reason.orElse("As the rules suggest"),
                    false,
                    found.facts(),
                    at);
        };
    }

    private static Optional<RepairKind> suggested(Case found) {
        return RepairPolicy.suggest(found.facts()).map(RepairPolicy.Suggestion::kind);
    }

    private static CommandRejected nothing() {
        return new CommandRejected(
                Rejection.REPAIR_NOT_POSSIBLE, "The rules suggest nothing here: name a kind");
    }

    private static <E> Map<String, E> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).collect(toMap(word, Function.identity()));
    }
}
