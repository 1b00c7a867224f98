package io.truebook.api.provider.stripe;

import io.truebook.api.provider.stripe.StripeFacts.Unreadable;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's dispute as facts, all that it ever says at once, whichever event brought it.
 *
 * <p>The money is what its balance transactions say, fees and returned fees included: that a fee
 * comes back is nowhere promised. The n-th withdrawal is round n. Proved by {@code
 * StripeDisputesTest}.
 */
final class StripeDisputes {

    private final String connection;

    StripeDisputes(String connection) {
        this.connection = connection;
    }

    /**
     * @param withdrawn whether the event itself is that funds were withdrawn: then they were, also
     *     where it does not bring the balance transaction
     * @throws Unreadable when it has a status of no meaning here and no money of it moved either
     */
    List<ProviderFact> of(JsonNode dispute, boolean withdrawn, Instant seenAt) {
        var movements = movements(dispute);
        var facts = new ArrayList<ProviderFact>();
        int out = 0;
        int back = 0;
        for (var movement : movements) {
            long minor = Fields.integer(movement, "amount");
            if (minor < 0) {
                var source = source(dispute, movement, ++out, seenAt);
                facts.add(
                        new ProviderFact.DisputeFundsWithdrawn(source, amount(dispute, movement)));
            } else if (minor > 0) {
                var source = source(dispute, movement, ++back, seenAt);
                facts.add(
                        new ProviderFact.DisputeFundsReinstated(source, amount(dispute, movement)));
            }
            facts.addAll(
                    new StripeFacts(connection).ofBalanceTransaction(movement, paymentOf(dispute)));
        }
        if (withdrawn && out == 0) {
            var source = source(dispute, dispute, 1, seenAt);
            facts.add(new ProviderFact.DisputeFundsWithdrawn(source, claimed(dispute)));
        }
        facts.addAll(standing(dispute, Math.max(1, out), Math.max(1, back), seenAt));
        if (facts.isEmpty()) {
            throw new Unreadable("a dispute is " + Fields.text(dispute, "status"));
        }
        return List.copyOf(facts);
    }

    /** Oldest first, so that rounds count the same whatever the order of the list. */
    private static List<JsonNode> movements(JsonNode dispute) {
        var all = new ArrayList<JsonNode>();
        dispute.path("balance_transactions").forEach(all::add);
        all.sort(Comparator.comparing(one -> Fields.time(one, "created", Instant.EPOCH)));
        return all;
    }

    /**
     * @param returned rounds whose money came back: a dispute that was won and is withdrawn again
     *     is still called won, and that is said of the earlier round
     */
    private List<ProviderFact> standing(JsonNode dispute, int round, int returned, Instant seenAt) {
        var status = Fields.text(dispute, "status");
        var verdict =
                switch (status) {
                    case "warning_closed" -> Optional.of(DisputeVerdict.INQUIRY_CLOSED);
                    case "won" -> Optional.of(DisputeVerdict.WON);
                    case "lost" -> Optional.of(DisputeVerdict.LOST);
                    default -> Optional.<DisputeVerdict>empty();
                };
        boolean underWay =
                switch (status) {
                    case "needs_response",
                            "under_review",
                            "warning_needs_response",
                            "warning_under_review" ->
                            true;
                    default -> false;
                };
        var facts = new ArrayList<ProviderFact>();
        if (underWay || verdict.isPresent()) {
            facts.add(opened(dispute, status.startsWith("warning_"), round, seenAt));
        }
        // A verdict has no time of its own: the event's is the closest.
        verdict.ifPresent(ruled -> {
            int decided = ruled == DisputeVerdict.WON ? returned : round;
            facts.add(new ProviderFact.DisputeClosed(source(dispute, seenAt, decided), ruled));
        });
        return facts;
    }

    private ProviderFact opened(JsonNode dispute, boolean inquiry, int round, Instant seenAt) {
        var at = Fields.time(dispute, "created", seenAt);
        var due = Fields.time(dispute.path("evidence_details"), "due_by", Instant.MAX);
        return new ProviderFact.DisputeOpened(
                source(dispute, at, round),
                claimed(dispute),
                inquiry,
                Fields.textOrNull(dispute, "reason"),
                due.equals(Instant.MAX) ? null : due);
    }

    /** In the charge's currency: what settled in another is the claim's worth, not its number. */
    private static Money amount(JsonNode dispute, JsonNode movement) {
        var claimed = claimed(dispute);
        var moved = StripeFacts.amount(movement, "amount");
        if (!moved.currency().equals(claimed.currency())) {
            return claimed;
        }
        return moved.isNegative() ? moved.negated() : moved;
    }

    private static Money claimed(JsonNode dispute) {
        return StripeFacts.amount(dispute, "amount");
    }

    private FactSource source(JsonNode dispute, JsonNode movement, int round, Instant seenAt) {
        return source(dispute, Fields.time(movement, "created", seenAt), round);
    }

    private FactSource source(JsonNode dispute, Instant at, int round) {
        return new FactSource(
                connection, Fields.text(dispute, "id"), paymentOf(dispute), at, round);
    }

    private static @Nullable String paymentOf(JsonNode dispute) {
        return Fields.reference(dispute, "payment_intent");
    }
}
