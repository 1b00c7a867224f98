package io.truebook.projection.rebuild;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.payment.PaymentHistory;
import io.truebook.projection.payment.PaymentList;
import io.truebook.projection.payment.PaymentListRows;
import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lists of charges, refunds and disputes. */
final class PaymentListProjection implements Projection {

    private static final DerivedTable CHARGES =
            new DerivedTable(
                    "payment_summary",
                    List.of("payment_id"),
                    List.of(
                            "payment_id",
                            "tenant",
                            "created_index",
                            "created_at",
                            "status",
                            "merchant",
                            "connection",
                            "reference",
                            "updated_index"),
                    DerivedTable.WITH_ITS_PAYMENT);

    private static final DerivedTable REFUNDS =
            new DerivedTable(
                    "refund_summary",
                    List.of("refund_id"),
                    List.of(
                            "refund_id",
                            "tenant",
                            "payment_id",
                            "created_index",
                            "created_at",
                            "status"),
                    DerivedTable.WITH_ITS_PAYMENT);

    private static final DerivedTable DISPUTES =
            new DerivedTable(
                    "dispute_summary",
                    List.of("connection", "dispute_id"),
                    List.of(
                            "connection",
                            "dispute_id",
                            "tenant",
                            "payment_id",
                            "created_index",
                            "created_at",
                            "status"),
                    DerivedTable.WITH_ITS_PAYMENT);

    private static final String CHARGE =
            """
            insert into truebook_rebuild.payment_summary (payment_id, tenant, created_index,
                created_at, status, merchant, connection, reference, updated_index)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (payment_id) do update set status = excluded.status,
                reference = excluded.reference, updated_index = excluded.updated_index\
            """;

    private static final String REFUND =
            """
            insert into truebook_rebuild.refund_summary (refund_id, tenant, payment_id,
                created_index, created_at, status)
            values (?, ?, ?, ?, ?, ?)
            on conflict (refund_id) do update set status = excluded.status\
            """;

    private static final String DISPUTE =
            """
            insert into truebook_rebuild.dispute_summary (connection, dispute_id, tenant,
                payment_id, created_index, created_at, status)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (connection, dispute_id) do update set status = excluded.status\
            """;

    /** Segments move on at their own pace; what all of them have seen is in the lists. */
    private static final String REACHED =
            """
            select coalesce(min(coalesce(
                (convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)), 0)
            from truebook.axon_token where processor_name = '%s'\
            """
                    .formatted(PaymentList.NAME);

    private final EventsInOrder events;

    PaymentListProjection(EventJson json) {
        events = new EventsInOrder(json);
    }

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(CHARGES, REFUNDS, DISPUTES);
    }

    @Override
    public long reached(Connection connection, long head) throws SQLException {
        return Math.min(head, Sql.number(connection, REACHED));
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        Map<String, List<PaymentHistory.Step>> steps = new LinkedHashMap<>();
        for (var stored : events.ofTouched(work, "payment", after, upTo)) {
            if (stored.event() instanceof PaymentEvent event) {
                steps.computeIfAbsent(stored.aggregateId(), _ -> new ArrayList<>())
                        .add(new PaymentHistory.Step(stored.index(), event));
            }
        }
        try (var charges = work.prepareStatement(CHARGE);
                var refunds = work.prepareStatement(REFUND);
                var disputes = work.prepareStatement(DISPUTE)) {
            for (var payment : steps.values()) {
                var history = PaymentHistory.of(payment);
                if (history.isPresent()) {
                    var rows = PaymentListRows.of(history.get());
                    write(charges, refunds, rows);
                    write(disputes, rows);
                }
            }
            charges.executeBatch();
            refunds.executeBatch();
            disputes.executeBatch();
        }
    }

    private static void write(PreparedStatement disputes, PaymentListRows rows)
            throws SQLException {
        var charge = rows.charge();
        for (var dispute : rows.disputes()) {
            disputes.setString(1, charge.connection());
            disputes.setString(2, dispute.disputeId());
            disputes.setString(3, charge.tenant());
            disputes.setString(4, charge.paymentId());
            disputes.setLong(5, dispute.createdIndex());
            disputes.setObject(6, dispute.createdAt().atOffset(ZoneOffset.UTC));
            disputes.setString(7, dispute.status());
            disputes.addBatch();
        }
    }

    private static void write(
            PreparedStatement charges, PreparedStatement refunds, PaymentListRows rows)
            throws SQLException {
        var charge = rows.charge();
        charges.setString(1, charge.paymentId());
        charges.setString(2, charge.tenant());
        charges.setLong(3, charge.createdIndex());
        charges.setObject(4, charge.createdAt().atOffset(ZoneOffset.UTC));
        charges.setString(5, charge.status());
        charges.setString(6, charge.merchant());
        charges.setString(7, charge.connection());
        charges.setString(8, charge.reference());
        charges.setLong(9, charge.updatedIndex());
        charges.addBatch();
        for (var refund : rows.refunds()) {
            refunds.setString(1, refund.refundId());
            refunds.setString(2, charge.tenant());
            refunds.setString(3, charge.paymentId());
            refunds.setLong(4, refund.createdIndex());
            refunds.setObject(5, refund.createdAt().atOffset(ZoneOffset.UTC));
            refunds.setString(6, refund.status());
            refunds.addBatch();
        }
    }
}
