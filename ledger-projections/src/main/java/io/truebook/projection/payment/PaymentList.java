package io.truebook.projection.payment;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.payment.PaymentListRows.ChargeRow;
import io.truebook.projection.payment.PaymentListRows.DisputeRow;
import io.truebook.projection.payment.PaymentListRows.RefundRow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the rows that payments, refunds and disputes are listed by.
 *
 * <p>Each event only says which payment to look at; the row is written from the payment as it is
 * now. So an event that comes twice or late changes nothing. Only the first event of a payment is
 * the whole payment: its row needs no look, and is not written over one that shows more.
 */
public final class PaymentList {

    /** The name of its processor. */
    public static final String NAME = "payment-list";

    private final PaymentQueries payments;
    private final JdbcClient jdbc;

    public PaymentList(PaymentQueries payments, DataSource dataSource) {
        this.payments = payments;
        this.jdbc = JdbcClient.create(dataSource);
    }

    @EventHandler
    void on(PaymentEvent event, TrackedEventMessage<?> message) {
        long index = message.trackingToken().position().orElseThrow();
        if (event instanceof PaymentEvent.ChargeRequested) {
            var alone = List.of(new PaymentHistory.Step(index, event));
            PaymentHistory.of(alone).ifPresent(this::write);
        } else if (!shows(event.paymentId(), index)) {
            write(payments.history(event.paymentId()).orElseThrow());
        }
    }

    private void write(PaymentHistory history) {
        var rows = PaymentListRows.of(history);
        writeCharge(rows.charge());
        rows.refunds().forEach(refund -> writeRefund(rows.charge(), refund));
        rows.disputes().forEach(dispute -> writeDispute(rows.charge(), dispute));
    }

    /** Written from a later event of the same payment: a batch reads each payment about once. */
    private boolean shows(String paymentId, long index) {
        return jdbc.sql(
                        """
                        select exists (select from truebook.payment_summary
                            where payment_id = ? and updated_index >= ?)
                        """)
                .params(paymentId, index)
                .query(Boolean.class)
                .single();
    }

    private void writeCharge(ChargeRow row) {
        jdbc.sql(
                        """
                        insert into truebook.payment_summary (payment_id, tenant, created_index,
                            created_at, status, merchant, connection, reference, updated_index)
                        values (:id, :tenant, :index, :at, :status, :merchant, :connection,
                            :reference, :shown)
                        on conflict (payment_id) do update set status = excluded.status,
                            reference = excluded.reference, updated_index = excluded.updated_index
                            where payment_summary.updated_index < excluded.updated_index
                        """)
                .param("id", row.paymentId())
                .param("tenant", row.tenant())
                .param("index", row.createdIndex())
                .param("shown", row.updatedIndex())
                .param("at", utc(row.createdAt()))
                .param("status", row.status())
                .param("merchant", row.merchant())
                .param("connection", row.connection())
                .param("reference", row.reference())
                .update();
    }

    private void writeRefund(ChargeRow charge, RefundRow refund) {
        jdbc.sql(
                        """
                        insert into truebook.refund_summary (refund_id, tenant, payment_id,
                            created_index, created_at, status)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (refund_id) do update set status = excluded.status
                        """)
                .params(
                        refund.refundId(),
                        charge.tenant(),
                        charge.paymentId(),
                        refund.createdIndex(),
                        utc(refund.createdAt()),
                        refund.status())
                .update();
    }

    private void writeDispute(ChargeRow charge, DisputeRow dispute) {
        jdbc.sql(
                        """
                        insert into truebook.dispute_summary (connection, dispute_id, tenant,
                            payment_id, created_index, created_at, status)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (connection, dispute_id) do update set status = excluded.status
                        """)
                .params(
                        charge.connection(),
                        dispute.disputeId(),
                        charge.tenant(),
                        charge.paymentId(),
                        dispute.createdIndex(),
                        utc(dispute.createdAt()),
                        dispute.status())
                .update();
    }

    @ResetHandler
    void forget() {
        jdbc.sql(
                        """
                        truncate truebook.payment_summary, truebook.refund_summary,
                            truebook.dispute_summary
                        """)
                .update();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
