package io.truebook.projection.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What one payment's client wants and what its provider does, drawn by lot beforehand. */
final class PaymentScript {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Failure FAILURE = new Failure("declined", null, null);

    /** A refund a client wants, and how it ends at the provider if the ledger lets it go. */
    record Refund(String id, long amount, boolean leaves, boolean returns) {}

    final String id;
    final long captured;
    final boolean reversed;
    final long refundedThere;
    final long fee;
    final long disputed;
    final boolean lost;
    final List<Refund> refunds = new ArrayList<>();
    private final long requested;
    private final boolean manual;

    PaymentScript(String id, Random random) {
        this.id = id;
        requested = 1 + random.nextLong(1000);
        manual = random.nextBoolean();
        captured = manual ? 1 + random.nextLong(requested) : requested;
        reversed = random.nextInt(5) == 0;
        refundedThere = random.nextInt(4) == 0 ? 1 + random.nextLong(captured) : 0;
        fee = 1 + random.nextLong(50);
        for (int i = 1; i <= 4; i++) {
            var refund = id.replace("ch_", "re_") + "-" + i;
            long amount = 1 + random.nextLong(captured);
            refunds.add(new Refund(refund, amount, random.nextInt(4) > 0, random.nextInt(4) == 0));
        }
        disputed = random.nextInt(3) == 0 ? 1 + random.nextLong(captured) : 0;
        lost = random.nextBoolean();
    }

    RequestCharge charge() {
        return new RequestCharge(
                id,
                "default",
                TransactionId.ofClient(id),
                Money.of(requested, "EUR"),
                "m-1",
                "stripe",
                "pm_card",
                manual ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC,
                null,
                1,
                Personal.NONE,
                NOW);
    }

    RequestRefund wish(Refund refund) {
        return new RequestRefund(
                id,
                "default",
                TransactionId.ofClient(refund.id()),
                refund.id(),
                refund.amount(),
                null,
                Personal.NONE,
                NOW);
    }

    /** Everything the provider says of the charge until it is captured. */
    List<ProviderFact> taken() {
        var facts = new ArrayList<ProviderFact>();
        facts.add(new ProviderFact.ChargeFailed(source("pc_0-" + id), FAILURE));
        if (manual) {
            facts.add(new ProviderFact.Authorized(source("pc_" + id), euro(requested)));
        }
        facts.add(new ProviderFact.Captured(source("pc_" + id), euro(captured)));
        facts.add(new ProviderFact.FeeCharged(source("txn_" + id), euro(fee)));
        return facts;
    }

    /** What happens at the provider while the client asks for refunds. */
    List<ProviderFact> meanwhile() {
        var source = source("pr_there_" + id);
        return refundedThere == 0
                ? List.of()
                : List.of(new ProviderFact.RefundSucceeded(source, null, euro(refundedThere)));
    }

    List<ProviderFact> outcomeOf(Refund refund) {
        var source = source("pr_" + refund.id());
        var amount = euro(refund.amount());
        var facts = new ArrayList<ProviderFact>();
        facts.add(new ProviderFact.RefundPending(source, refund.id(), amount));
        if (refund.leaves()) {
            facts.add(new ProviderFact.RefundSucceeded(source, refund.id(), amount));
        }
        if (!refund.leaves() || refund.returns()) {
            facts.add(new ProviderFact.RefundFailed(source, refund.id(), amount, FAILURE));
        }
        return facts;
    }

    List<ProviderFact> inTheEnd() {
        var facts = new ArrayList<ProviderFact>();
        if (reversed) {
            facts.add(new ProviderFact.ChargeFailed(source("pc_" + id), FAILURE));
        }
        if (disputed > 0) {
            facts.addAll(dispute());
        }
        return facts;
    }

    /** Won in the first round, and begun again: lost then, or given back. */
    private List<ProviderFact> dispute() {
        var amount = euro(disputed);
        var first = source("dp_" + id);
        var second = new FactSource("stripe", "dp_" + id, "pi_" + id, NOW, 2);
        var facts = new ArrayList<ProviderFact>();
        facts.add(new ProviderFact.DisputeOpened(first, amount, false, "fraudulent", NOW));
        facts.add(new ProviderFact.DisputeFundsWithdrawn(first, amount));
        facts.add(new ProviderFact.DisputeFundsReinstated(first, amount));
        facts.add(new ProviderFact.DisputeClosed(first, DisputeVerdict.WON));
        facts.add(new ProviderFact.DisputeFundsWithdrawn(second, amount));
        facts.add(new ProviderFact.DisputeClosed(second, DisputeVerdict.LOST));
        if (!lost) {
            facts.add(new ProviderFact.DisputeFundsReinstated(second, amount));
        }
        return facts;
    }

    RecordOutcome told(ProviderFact fact) {
        return new RecordOutcome(id, null, new Outcome.Succeeded(List.of(fact)), "webhook", NOW);
    }

    RecordOutcome unknown(String operation) {
        return new RecordOutcome(id, operation, new Outcome.Unknown("timeout"), "response", NOW);
    }

    private static Money euro(long minor) {
        return Money.of(minor, "EUR");
    }

    private FactSource source(String object) {
        return FactSource.first("stripe", object, "pi_" + id, NOW);
    }
}
