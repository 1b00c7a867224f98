package io.truebook.api.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/disputes}, and what the cardholder's bank does, in any order it is asked for: a
 * dispute or an inquiry is opened, funds leave, come back, leave again, the case is closed.
 *
 * <p>An inquiry moves no money until its funds are withdrawn, which makes a dispute of it. The fee
 * is taken with the funds and given back with them, unless told otherwise. Refuses: no such charge,
 * charge without captured money, funds that are out already or are not out. Source: Stripe "How
 * disputes work", "The Dispute object" (read 2026-11).
 */
final class Disputes {
    private static final Duration EVIDENCE_DUE = Duration.ofDays(9);
    private static final long FEE_MINOR = 1_500;

    private final Clock clock;
    private final Books books;
    private final PaymentLocks locks;
    private final Events events;
    private final Movements movements;
    private final Expansion expansion;

    Disputes(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.locks = parts.locks;
        this.events = parts.events;
        this.movements = parts.movements;
        this.expansion = parts.expansion;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/disputes", this::list);
        router.on("GET", "/v1/disputes/{id}", this::retrieve);
        router.on("POST", "/v1/disputes/{id}/close", this::accept);
    }

    /** Amount in minor units of the charge, all that was captured unless told. */
    ObjectNode open(Effects effects, String chargeId, ControlFields fields) {
        fields.allowOnly("amount", "reason", "inquiry", "withdraw", "fee");
        boolean inquiry = fields.flag("inquiry").orElse(false);
        Payment payment = payment(effects, chargeId);
        if (!payment.chargeIs("succeeded") || !Json.flag(payment.charge(), "captured")) {
            throw StripeError.refused(null, "charge", "Only a captured charge can be disputed.");
        }
        ObjectNode charge = payment.charge();
        long captured = Json.number(charge, "amount_captured");
        long amount = fields.number("amount", 1, Long.MAX_VALUE).orElse(captured);
        String reason = fields.text("reason").orElse(inquiry ? "general" : "fraudulent");
        ObjectNode dispute =
                Documents.dispute(
                        clock.instant().getEpochSecond(),
                        clock.instant().plus(EVIDENCE_DUE).getEpochSecond(),
                        charge,
                        amount,
                        reason,
                        inquiry);
        charge.put("disputed", !inquiry);
        put(effects, dispute);
        events.tell(effects, "charge.dispute.created", dispute);
        if (fields.flag("withdraw").orElse(!inquiry)) {
            withdraw(effects, charge, dispute, fee(fields));
        }
        return dispute;
    }

    private static long fee(ControlFields fields) {
        return fields.number("fee", 0, Long.MAX_VALUE).orElse(FEE_MINOR);
    }

    /** The money leaves the balance, with the fee; a repeat after it came back is a second one. */
    ObjectNode withdraw(Effects effects, String id, ControlFields fields) {
        fields.allowOnly("fee");
        Open open = held(effects, id);
        if (out(open.dispute()) != 0) {
            throw StripeError.refused(null, "dispute", "The funds are withdrawn already.");
        }
        withdraw(effects, open.payment().charge(), open.dispute(), fee(fields));
        return open.dispute();
    }

    private void withdraw(Effects effects, ObjectNode charge, ObjectNode dispute, long fee) {
        long amount = Json.number(dispute, "amount");
        move(effects, charge, dispute, "dispute", Math.negateExact(amount), fee);
        dispute.put("is_charge_refundable", false);
        if (Json.required(dispute, "status").startsWith("warning")) {
            dispute.put("status", "needs_response");
        }
        charge.put("disputed", true);
        events.tell(effects, "charge.dispute.funds_withdrawn", dispute);
    }

    /** The money comes back, also after the case was lost. */
    ObjectNode reinstate(Effects effects, String id, ControlFields fields) {
        fields.allowOnly("fee_returned");
        Open open = held(effects, id);
        ObjectNode dispute = open.dispute();
        long amount = Math.negateExact(out(dispute));
        if (amount <= 0) {
            throw StripeError.refused(null, "dispute", "No funds are withdrawn.");
        }
        long fee = fields.flag("fee_returned").orElse(true) ? lastFee(dispute) : 0;
        ObjectNode charge = open.payment().charge();
        move(effects, charge, dispute, "dispute_reversal", amount, Math.negateExact(fee));
        dispute.put("is_charge_refundable", true);
        events.tell(effects, "charge.dispute.funds_reinstated", dispute);
        return dispute;
    }

    /** What the movements so far took, negative while funds are out. */
    private static long out(ObjectNode dispute) {
        long sum = 0;
        for (var movement : dispute.path("balance_transactions")) {
            sum = Math.addExact(sum, movement.path("amount").longValue());
        }
        return sum;
    }

    private static long lastFee(ObjectNode dispute) {
        var movements = dispute.path("balance_transactions");
        return movements.path(movements.size() - 1).path("fee").longValue();
    }

    private void move(
            Effects effects,
            ObjectNode charge,
            ObjectNode dispute,
            String category,
            long amount,
            long fee) {
        BalanceTransaction movement = movements.disputed(charge, dispute, category, amount, fee);
        effects.move(movement);
        ((ArrayNode) dispute.path("balance_transactions"))
                .add(movement.body(clock.instant().getEpochSecond()));
    }

    /** Another status, without an end. */
    ObjectNode update(Effects effects, String id, ControlFields fields) {
        fields.allowOnly("status");
        return become(
                effects,
                id,
                "charge.dispute.updated",
                fields.choice(
                                "status",
                                "needs_response",
                                "under_review",
                                "warning_needs_response",
                                "warning_under_review")
                        .orElse("under_review"));
    }

    /** The end of the case; whether money comes back with it is asked for apart. */
    ObjectNode close(Effects effects, String id, ControlFields fields) {
        fields.allowOnly("status").required("status");
        return become(
                effects,
                id,
                "charge.dispute.closed",
                fields.choice("status", "won", "lost", "warning_closed").orElseThrow());
    }

    private ObjectNode become(Effects effects, String id, String eventType, String status) {
        ObjectNode dispute = held(effects, id).dispute();
        String before = Json.required(dispute, "status");
        dispute.put("status", status);
        events.tell(effects, eventType, dispute, previous -> previous.put("status", before));
        return dispute;
    }

    private record Open(Payment payment, ObjectNode dispute) {}

    private Open held(Effects effects, String id) {
        String charge = books.get(Books.DISPUTE, id, "dispute").charge();
        if (charge == null) {
            throw new IllegalStateException("every dispute belongs to a charge");
        }
        Payment payment = payment(effects, charge);
        ObjectNode dispute = books.get(Books.DISPUTE, id, "dispute").body();
        put(effects, dispute);
        return new Open(payment, dispute);
    }

    private Payment payment(Effects effects, String chargeId) {
        String intent = books.get(Books.CHARGE, chargeId, "charge").paymentIntent();
        if (intent == null) {
            throw new IllegalStateException("every charge belongs to a payment intent");
        }
        locks.hold(effects, intent);
        return Payment.of(effects, books.payment(intent), intent);
    }

    private static void put(Effects effects, ObjectNode dispute) {
        effects.put(
                new Effects.Stored(
                        Json.required(dispute, "id"),
                        Books.DISPUTE,
                        Json.number(dispute, "created"),
                        Json.text(dispute, "payment_intent"),
                        Json.text(dispute, "charge"),
                        dispute));
    }

    /** A merchant who does not fight a dispute loses it. */
    private ApiAnswer accept(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        ObjectNode dispute = become(effects, request.id(), "charge.dispute.closed", "lost");
        return ApiAnswer.ok(expansion.expand(effects, dispute, request.form()));
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        Effects.Stored stored = books.get(Books.DISPUTE, request.id(), "dispute");
        return ApiAnswer.ok(expansion.expand(effects, stored.body(), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        return new ObjectList(
                        books,
                        expansion,
                        Books.DISPUTE,
                        "/v1/disputes",
                        List.of("charge", "payment_intent"))
                .answer(request, effects);
    }

    /** Whether the charge's money is with the cardholder's bank now: then it cannot be refunded. */
    static boolean blocksRefunds(Books books, ObjectNode charge) {
        return Json.flag(charge, "disputed")
                && books.ofCharge(Books.DISPUTE, Json.required(charge, "id")).stream()
                        .anyMatch(dispute -> !Json.flag(dispute, "is_charge_refundable"));
    }
}
