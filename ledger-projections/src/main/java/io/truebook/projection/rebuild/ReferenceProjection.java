package io.truebook.projection.rebuild;

import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which provider object belongs to which payment. */
final class ReferenceProjection implements Projection {

    private static final DerivedTable REFERENCE =
            new DerivedTable(
                    "provider_reference",
                    List.of("connection", "object_id", "object_kind"),
                    List.of("connection", "object_id", "object_kind", "tenant", "payment_id"),
                    DerivedTable.WITH_ITS_PAYMENT);

    private final PaymentChanges changes;

    ReferenceProjection(EventJson json) {
        changes = new PaymentChanges(json);
    }

    @Override
    public String name() {
        return "references";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(REFERENCE);
    }

    /** What an object was claimed for first is what it belongs to: a second claim was refused. */
    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        try (var statement =
                work.prepareStatement(
                        """
                        insert into truebook_rebuild.provider_reference (connection, object_kind,
                            object_id, tenant, payment_id)
                        values (?, ?, ?, ?, ?) on conflict do nothing\
                        """)) {
            for (var change : changes.ofTouched(work, after, upTo)) {
                for (var reference : change.rows().references()) {
                    statement.setString(1, reference.connection());
                    statement.setString(2, reference.kind());
                    statement.setString(3, reference.objectId());
                    statement.setString(4, change.tenant());
                    statement.setString(5, reference.paymentId());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }
}
