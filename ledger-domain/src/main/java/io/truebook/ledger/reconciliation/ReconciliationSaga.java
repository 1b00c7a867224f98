package io.truebook.ledger.reconciliation;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.reconciliation.OperationNews.Heard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;

/**
 * The shell that lets Axon lead a payment's events to the {@link Reconciliation} of each of its
 * operations; every rule is in there. It lives as long as one of them is open.
 *
 * <p>Deadlines do not come by events: whoever keeps the time tells the same rules.
 */
public final class ReconciliationSaga {

    /** The name of its processor. */
    public static final String NAME = "reconciliation-saga";

    private final Map<String, Reconciliation> operations = new LinkedHashMap<>();

    /** Of a payment nothing is followed of. */
    public ReconciliationSaga() {}

    /** As it was kept. */
    public ReconciliationSaga(List<Reconciliation.Open> kept) {
        kept.forEach(one -> operations.put(one.about().operationId(), one));
    }

    /** What is to be kept. */
    public List<Reconciliation.Open> open() {
        return operations.values().stream()
                .filter(Reconciliation.Open.class::isInstance)
                .map(Reconciliation.Open.class::cast)
                .toList();
    }

    @StartSaga
    @SagaEventHandler(associationProperty = "paymentId")
    void on(PaymentEvent event, SagaDesk desk) {
        for (var news : new OperationEvents(desk::accountOf).newsOf(event)) {
            tell(news, desk);
        }
        for (var one : open()) {
            if (one instanceof Reconciliation.Answered(var about, _, _, _, _)) {
                var id = about.operationId();
                tell(new Heard(id, desk.testimonies(about.paymentId(), id)), desk);
            }
        }
        if (open().isEmpty()) {
            SagaLifecycle.end();
        }
    }

    private void tell(OperationNews news, SagaDesk desk) {
        var now = operations.getOrDefault(news.operationId(), new Reconciliation.NotFollowed());
        desk.carryOut(now.decide(news, desk.deadlines()));
        operations.put(news.operationId(), now.evolve(news, desk.deadlines()));
    }
}
