package io.truebook.api.provider.stripe;

import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.providerobject.PayoutFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's payout as facts.
 *
 * <p>Each of its events shows the whole payout, so each says that it was created, whichever of them
 * is heard of first.
 */
final class StripePayouts {

    private static final int LONGEST_TRACE = 255;

    private final String connection;

    StripePayouts(String connection) {
        this.connection = connection;
    }

    List<PayoutFact> of(JsonNode payout, Instant seenAt) {
        var amount = StripeFacts.amount(payout, "amount");
        var id = Fields.text(payout, "id");
        var made = Fields.time(payout, "created", seenAt);
        var arrival = Fields.time(payout, "arrival_date", Instant.MAX);
        var facts = new ArrayList<PayoutFact>();
        facts.add(
                new PayoutFact.Created(
                        FactSource.first(connection, id, null, made),
                        amount,
                        arrival.equals(Instant.MAX) ? null : arrival));
        var now = FactSource.first(connection, id, null, seenAt);
        var trace = Fields.textOrNull(payout.path("trace_id"), "value");
        if (trace != null && trace.length() <= LONGEST_TRACE) {
            facts.add(new PayoutFact.Traced(now, trace));
        }
        switch (Fields.text(payout, "status")) {
            case "paid" -> facts.add(new PayoutFact.Paid(now));
            case "failed" -> {
                var back = payout.path("failure_balance_transaction");
                var at = Fields.time(back, "created", seenAt);
                facts.add(
                        new PayoutFact.Failed(
                                FactSource.first(connection, id, null, at),
                                amount,
                                new Failure(
                                        "failed",
                                        Fields.textOrNull(payout, "failure_code"),
                                        Fields.message(payout, "failure_message"))));
            }
            case "canceled" -> facts.add(new PayoutFact.Canceled(now, amount));
            default -> {
                // Pending, in transit, or a word we do not know yet: it is on its way.
            }
        }
        return List.copyOf(facts);
    }
}
