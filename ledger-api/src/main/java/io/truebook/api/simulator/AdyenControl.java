package io.truebook.api.simulator;

import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steers payments of the Adyen dialect over {@code /_simulator/adyen/...}; every id is a {@code
 * pspReference}.
 *
 * <ul>
 *   <li>{@code POST /adyen/payments/{id}/authorise}, {@code /refuse}, {@code /expire}: an open
 *       payment ends; a refused one is authorised late; a hold lapses. {@code /fail}, {@code
 *       /recapture}: what was captured fails after all, and is captured anew.
 *   <li>{@code POST /adyen/modifications/{id}/succeed}: the outcome the books allow; {@code
 *       /refuse} {@code {"reason"?}}: the outcome is no.
 *   <li>{@code POST /adyen/modifications/{id}/fail} {@code {"event"?}}: what had succeeded fails
 *       after all; {@code REFUNDED_REVERSED} in the place of {@code REFUND_FAILED} when asked for.
 *   <li>{@code POST /adyen/batches} {@code {"merchant_account"?, "withheld"?}}: closes a batch;
 *       {@code POST /adyen/batches/{n}/publish}: writes its file, once more if it is there. {@code
 *       POST /adyen/bookings} {@code {"type", "amount", "currency", "description"?}}: a booking
 *       about no payment.
 * </ul>
 */
final class AdyenControl {
    private final AdyenPayments payments;
    private final AdyenLife life;
    private final AdyenModifications modifications;
    private final AdyenBatches batches;

    AdyenControl(
            AdyenPayments payments,
            AdyenLife life,
            AdyenModifications modifications,
            AdyenBatches batches) {
        this.payments = payments;
        this.life = life;
        this.modifications = modifications;
        this.batches = batches;
    }

    void routes(ControlEdge edge) {
        batchRoutes(edge);
        edge.on(
                "POST",
                "/adyen/payments/{id}/authorise",
                request -> step(request, this::authorise));
        edge.on("POST", "/adyen/payments/{id}/refuse", request -> step(request, this::refuse));
        edge.on(
                "POST",
                "/adyen/payments/{id}/expire",
                request -> step(request, (payment, _) -> life.expire(payment)));
        edge.on(
                "POST",
                "/adyen/payments/{id}/fail",
                request -> step(request, (payment, _) -> life.failCapture(payment)));
        edge.on(
                "POST",
                "/adyen/payments/{id}/recapture",
                request -> step(request, (payment, _) -> life.recapture(payment)));
        edge.on(
                "POST",
                "/adyen/modifications/{id}/succeed",
                request -> {
                    new ControlFields(request.body()).allowOnly();
                    modifications.decide(request.effects(), request.id());
                    ObjectNode touched = request.effects().touched(request.id());
                    return touched == null ? Json.object() : touched;
                });
        edge.on(
                "POST",
                "/adyen/modifications/{id}/refuse",
                request ->
                        modifications.refuse(
                                request.effects(),
                                request.id(),
                                new ControlFields(request.body())
                                        .allowOnly("reason")
                                        .text("reason")
                                        .orElse("Refused")));
        edge.on(
                "POST",
                "/adyen/modifications/{id}/fail",
                request ->
                        modifications.fail(
                                request.effects(),
                                request.id(),
                                new ControlFields(request.body())
                                        .allowOnly("event")
                                        .choice(
                                                "event",
                                                "CAPTURE_FAILED",
                                                "REFUND_FAILED",
                                                "REFUNDED_REVERSED")
                                        .orElse(null)));
    }

    private void batchRoutes(ControlEdge edge) {
        edge.on(
                "POST",
                "/adyen/batches",
                request -> {
                    var fields = request.fields().allowOnly("merchant_account", "withheld");
                    return batches.close(
                            request.effects(),
                            batches.account(fields),
                            fields.flag("withheld").orElse(false));
                });
        edge.on(
                "POST",
                "/adyen/batches/{id}/publish",
                request -> {
                    var fields = request.fields().allowOnly("merchant_account");
                    return batches.publish(
                            request.effects(), batches.account(fields), number(request.id()));
                });
        edge.on(
                "POST",
                "/adyen/bookings",
                request -> {
                    var fields =
                            request.fields()
                                    .allowOnly(
                                            "merchant_account",
                                            "type",
                                            "amount",
                                            "currency",
                                            "description");
                    return batches.book(request.effects(), batches.account(fields), fields);
                });
    }

    private static long number(String batch) {
        if (!batch.matches("[0-9]{1,12}")) {
            throw AdyenError.refused("167", "A batch has a number.");
        }
        return Long.parseLong(batch);
    }

    private ObjectNode step(
            ControlEdge.Request request, BiConsumer<AdyenPayment, ControlFields> step) {
        AdyenPayment payment = payments.held(request.effects(), request.id());
        step.accept(payment, new ControlFields(request.body()).allowOnly());
        return payment.body();
    }

    private void authorise(AdyenPayment payment, ControlFields fields) {
        if (payment.is("succeeded")) {
            throw AdyenError.refused("167", "The payment is authorised already.");
        }
        life.authorise(payment);
    }

    private void refuse(AdyenPayment payment, ControlFields fields) {
        if (!payment.is("pending") && !payment.is("requires_action")) {
            throw AdyenError.refused("167", "Only an open payment can be refused.");
        }
        life.refuse(payment, AdyenTestMethod.GENERIC);
    }
}
