package io.truebook.projection.payment;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A payment as it is now, from its events: what was answered is always in it.
 *
 * <p>Another tenant's payment is not there.
 */
public final class PaymentQueries {

    /**
     * A payment at a place of the journal.
     *
     * @param position index of the payment's last event
     */
    public record PaymentAt(Payment.Known payment, long position) {}

    private final EventStore events;
    private final JdbcClient jdbc;

    public PaymentQueries(EventStore events, DataSource dataSource) {
        this.events = events;
        this.jdbc = JdbcClient.create(dataSource);
    }

    public Optional<PaymentAt> byId(String tenant, String paymentId) {
        return fold(paymentId)
                .filter(found -> found.payment().file().terms().tenant().equals(tenant));
    }

    /** The payment a refund belongs to, whichever of the two made the refund. */
    public Optional<PaymentAt> byRefund(String tenant, String refundId) {
        return jdbc.sql(
                        """
                        select payment_id from truebook.provider_operation
                        where operation_id = :id and tenant = :tenant and kind = 'refund'
                        union
                        select payment_id from truebook.refund_summary
                        where refund_id = :id and tenant = :tenant
                        """)
                .param("id", refundId)
                .param("tenant", tenant)
                .query(String.class)
                .optional()
                .flatMap(paymentId -> byId(tenant, paymentId))
                .filter(found -> found.payment().file().refunds().containsKey(refundId));
    }

    /** The payment a dispute is about, by the provider's id of the dispute. */
    public Optional<PaymentAt> byDispute(String tenant, String disputeId) {
        return jdbc.sql(
                        """
                        select payment_id from truebook.provider_reference
                        where object_id = :id and tenant = :tenant and object_kind = 'dispute'
                        order by connection limit 1
                        """)
                .param("id", disputeId)
                .param("tenant", tenant)
                .query(String.class)
                .optional()
                .flatMap(paymentId -> byId(tenant, paymentId))
                .filter(found -> found.payment().file().disputes().containsKey(disputeId));
    }

    /** Whoever it belongs to: for what derives from all payments. */
    Optional<PaymentAt> fold(String paymentId) {
        var stream = events.readEvents(paymentId);
        Payment payment = new Payment.None();
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof PaymentEvent event) {
                payment = payment.evolve(event);
            }
        }
        if (!(payment instanceof Payment.Known known)) {
            return Optional.empty();
        }
        return Optional.of(
                new PaymentAt(known, position(paymentId, stream.getLastSequenceNumber())));
    }

    /** The same with the place of each event. */
    Optional<PaymentHistory> history(String paymentId) {
        var stream = events.readEvents(paymentId);
        List<PaymentEvent> payloads = new ArrayList<>();
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof PaymentEvent event) {
                payloads.add(event);
            }
        }
        var indexes =
                jdbc.sql(
                                """
                                select global_index from truebook.journal_event
                                where aggregate_id = ? order by sequence_number limit ?
                                """)
                        .params(paymentId, payloads.size())
                        .query(Long.class)
                        .list();
        List<PaymentHistory.Step> steps = new ArrayList<>();
        for (int i = 0; i < payloads.size(); i++) {
            steps.add(new PaymentHistory.Step(indexes.get(i), payloads.get(i)));
        }
        return PaymentHistory.of(steps);
    }

    private long position(String paymentId, long sequence) {
        return jdbc.sql(
                        """
                        select global_index from truebook.journal_event
                        where aggregate_id = ? and sequence_number = ?
                        """)
                .params(paymentId, sequence)
                .query(Long.class)
                .single();
    }
}
