package io.truebook.projection.payment;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.Refund;
import io.truebook.projection.payment.PaymentQueries.PaymentAt;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the rows that payments and refunds are listed by.
 *
 * <p>Each event only says which payment to look at; the row is written from the payment as it is
 * now. So an event that comes twice or late changes nothing.
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
        if (shows(event.paymentId(), index)) {
            return;
        }
        var now = payments.fold(event.paymentId()).orElseThrow();
        writeCharge(now, index);
        now.payment().file().refunds().values().forEach(refund -> writeRefund(now, refund, index));
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

    private void writeCharge(PaymentAt now, long index) {
        var file = now.payment().file();
        var personal = file.personal();
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
                .param("id", file.paymentId())
                .param("tenant", file.terms().tenant())
                .param("index", index)
                .param("shown", now.position())
                .param("at", utc(file.createdAt()))
                .param("status", PaymentStatus.of(now.payment()))
                .param("merchant", file.terms().merchant())
                .param("connection", file.terms().connection())
                .param("reference", personal == null ? null : personal.reference())
                .update();
    }

    private void writeRefund(PaymentAt now, Refund refund, long index) {
        jdbc.sql(
                        """
                        insert into truebook.refund_summary (refund_id, tenant, payment_id,
                            created_index, created_at, status)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (refund_id) do update set status = excluded.status
                        """)
                .params(
                        refund.id(),
                        now.payment().file().terms().tenant(),
                        now.payment().file().paymentId(),
                        index,
                        utc(refund.createdAt()),
                        refund.status().name().toLowerCase(Locale.ROOT))
                .update();
    }

    @ResetHandler
    void forget() {
        jdbc.sql("truncate truebook.payment_summary, truebook.refund_summary").update();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
