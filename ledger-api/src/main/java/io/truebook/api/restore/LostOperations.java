package io.truebook.api.restore;

import io.truebook.api.provider.ProviderHistory.Made;
import io.truebook.ledger.payment.TransactionMark;
import io.truebook.projection.store.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code lost_operation}: what a provider made for us and the journal has forgotten.
 *
 * <p>Those of no payment of ours are orphans: money that somebody has to look at.
 */
public final class LostOperations {

    /**
     * One of them.
     *
     * @param amount minor units of {@code currency}; both null in a currency that is not ours
     */
    public record Lost(
            String connection,
            String objectId,
            String kind,
            String operationId,
            @Nullable String parentId,
            @Nullable Long amount,
            @Nullable String currency,
            String providerStatus,
            Instant createdAt,
            Instant foundAt) {}

    private final JdbcClient jdbc;

    public LostOperations(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Whether there is any: where nothing was ever lost nobody has to look for it. */
    boolean isAny() {
        return jdbc.sql("select exists (select from truebook.lost_operation)")
                .query(Boolean.class)
                .single();
    }

    /** The provider's object that was made for a transaction the journal has forgotten. */
    Optional<String> objectOf(TransactionKey key) {
        return jdbc.sql(
                        """
                        select connection || ' ' || object_id from truebook.lost_operation
                        where transaction_mark = ? and tenant = ? limit 1
                        """)
                .params(TransactionMark.of(key.tenant(), key.origin(), key.id()), key.tenant())
                .query(String.class)
                .optional();
    }

    Optional<String> paymentOfOperation(String connection, String operationId) {
        return jdbc.sql(
                        """
                        select payment_id from truebook.provider_operation
                        where operation_id = ? and connection = ?
                        """)
                .params(operationId, connection)
                .query(String.class)
                .optional();
    }

    Optional<String> paymentOfObject(String connection, @Nullable String objectId) {
        return objectId == null
                ? Optional.empty()
                : jdbc.sql(
                                """
                                select payment_id from truebook.provider_reference
                                where connection = ? and object_id = ? limit 1
                                """)
                        .params(connection, objectId)
                        .query(String.class)
                        .optional();
    }

    /** Whether it was not known to be lost before. */
    boolean add(CatchUp by, Made made, @Nullable String paymentId, Instant now) {
        var amount = made.amount();
        return jdbc.sql(
                                """
                                insert into truebook.lost_operation (connection, object_id, kind,
                                    tenant, operation_id, transaction_mark, parent_id, payment_id,
                                    amount_minor, currency, provider_status, created_at, found_at,
                                    catch_up_id)
                                values (:connection, :object, :kind, :tenant, :operation, :mark,
                                    :parent, :payment, :amount, :currency, :status, :created, :now,
                                    :by)
                                on conflict (connection, object_id) do nothing
                                """)
                        .param("connection", by.connection())
                        .param("object", made.objectId())
                        .param("kind", made.kind())
                        .param("tenant", by.tenant())
                        .param("operation", made.operationId())
                        .param("mark", made.transactionMark())
                        .param("parent", made.parentId())
                        .param("payment", paymentId)
                        .param("amount", amount == null ? null : amount.minor())
                        .param("currency", amount == null ? null : amount.currency().code())
                        .param("status", made.status())
                        .param("created", Timestamp.from(made.createdAt()))
                        .param("now", Timestamp.from(now))
                        .param("by", by.id())
                        .update()
                == 1;
    }

    /** Orphans, the newest first, after the one with this id of the provider's. */
    public List<Lost> orphans(String tenant, @Nullable String after, int most) {
        return jdbc.sql(
                        """
                        select * from truebook.lost_operation
                        where tenant = :tenant and payment_id is null
                            and (:after::text is null or (created_at, object_id) < (
                                select created_at, object_id from truebook.lost_operation
                                where object_id = :after and tenant = :tenant limit 1))
                        order by created_at desc, object_id desc limit :most
                        """)
                .param("tenant", tenant)
                .param("after", after)
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    private static Lost read(ResultSet row) throws SQLException {
        return new Lost(
                row.getString("connection"),
                row.getString("object_id"),
                row.getString("kind"),
                row.getString("operation_id"),
                row.getString("parent_id"),
                row.getObject("amount_minor", Long.class),
                row.getString("currency"),
                row.getString("provider_status"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("found_at").toInstant());
    }
}
