package io.truebook.api.simulator;

/**
 * Steers disputes of both dialects over {@code /_simulator/...}, in any order.
 *
 * <ul>
 *   <li>{@code POST /charges/{id}/disputes} {@code {"amount"?, "reason"?, "inquiry"?, "withdraw"?,
 *       "fee"?}}: a dispute, its funds withdrawn at once unless {@code withdraw} is false; or an
 *       inquiry, which moves no money.
 *   <li>{@code POST /disputes/{id}/withdraw} {@code {"fee"?}}, {@code /reinstate} {@code
 *       {"fee_returned"?}}, {@code /update} {@code {"status"?}}, {@code /close} {@code {"status":
 *       "won|lost|warning_closed"}}.
 *   <li>{@code POST /adyen/payments/{id}/disputes} {@code {"event", "amount"?, "reason"?,
 *       "dispute"?}}: the next news of a dispute, see {@link AdyenDisputes}.
 * </ul>
 */
final class DisputeControl {
    private final Disputes disputes;
    private final AdyenDisputes adyenDisputes;

    DisputeControl(Disputes disputes, AdyenDisputes adyenDisputes) {
        this.disputes = disputes;
        this.adyenDisputes = adyenDisputes;
    }

    void routes(ControlEdge edge) {
        edge.on(
                "POST",
                "/charges/{id}/disputes",
                request -> disputes.open(request.effects(), request.id(), request.fields()));
        edge.on(
                "POST",
                "/disputes/{id}/withdraw",
                request -> disputes.withdraw(request.effects(), request.id(), request.fields()));
        edge.on(
                "POST",
                "/disputes/{id}/reinstate",
                request -> disputes.reinstate(request.effects(), request.id(), request.fields()));
        edge.on(
                "POST",
                "/disputes/{id}/update",
                request -> disputes.update(request.effects(), request.id(), request.fields()));
        edge.on(
                "POST",
                "/disputes/{id}/close",
                request -> disputes.close(request.effects(), request.id(), request.fields()));
        edge.on(
                "POST",
                "/adyen/payments/{id}/disputes",
                request -> adyenDisputes.tell(request.effects(), request.id(), request.fields()));
    }
}
