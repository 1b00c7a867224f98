package io.truebook.projection.payment;

import io.truebook.projection.store.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code personal_erasure}: which payments' personal data was erased, and what of that
 * is still to be done outside the journal's own commit.
 */
public final class Erasures {

    /**
     * An erasure.
     *
     * @param position index of its event
     * @param transaction of whoever asked for it
     * @param sweptAt when the provider's messages were looked through; null while that is to come
     */
    public record Erasure(
            String paymentId,
            String tenant,
            long position,
            Instant erasedAt,
            TransactionKey transaction,
            @Nullable Instant sweptAt) {}

    private final JdbcClient jdbc;

    public Erasures(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    public Optional<Erasure> of(String tenant, String paymentId) {
        return jdbc.sql(
                        """
                        select * from truebook.personal_erasure
                        where payment_id = ? and tenant = ?
                        """)
                .params(paymentId, tenant)
                .query((row, _) -> erasure(row))
                .optional();
    }

    /**
     * What a provider calls something.
     *
     * @param connection one account at the provider
     */
    public record ProviderObject(String connection, String id) {}

    /**
     * Those of them that belong to payments whose personal data is erased.
     *
     * <p>The offset keeps the server at a few looks into an index, whatever it thinks of the sizes.
     */
    public Set<ProviderObject> covered(Set<ProviderObject> objects) {
        var all = List.copyOf(objects);
        return Set.copyOf(
                jdbc.sql(
                                """
                                select k.connection, k.id
                                from unnest(:connections::text[], :ids::text[]) k (connection, id)
                                cross join lateral (select r.payment_id
                                    from truebook.provider_reference r
                                    where r.connection = k.connection and r.object_id = k.id
                                    offset 0) r
                                where exists (select from truebook.personal_erasure e
                                    where e.payment_id = r.payment_id)
                                """)
                        .param("connections", names(all, ProviderObject::connection))
                        .param("ids", names(all, ProviderObject::id))
                        .query((row, _) -> new ProviderObject(row.getString(1), row.getString(2)))
                        .set());
    }

    private static String[] names(
            List<ProviderObject> objects, Function<ProviderObject, String> name) {
        return objects.stream().map(name).toArray(String[]::new);
    }

    /** Takes the next one that is due; nobody else gets it before the lease ends. */
    public Optional<Erasure> take(Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.personal_erasure set due_at = :until
                        where payment_id = (select payment_id from truebook.personal_erasure
                            where due_at <= :now order by due_at limit 1 for update skip locked)
                        returning *
                        """)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(lease)))
                .query((row, _) -> erasure(row))
                .optional();
    }

    /**
     * Notes that the provider's messages were looked through; a later erasure is not touched.
     *
     * @param again when to look once more, null for never
     */
    public void swept(Erasure erasure, Instant now, @Nullable Instant again) {
        jdbc.sql(
                        """
                        update truebook.personal_erasure
                        set swept_at = coalesce(swept_at, :now),
                            due_at = coalesce(:again, timestamptz 'infinity')
                        where payment_id = :id and erased_index = :position
                        """)
                .param("now", Timestamp.from(now))
                .param("again", again == null ? null : Timestamp.from(again))
                .param("id", erasure.paymentId())
                .param("position", erasure.position())
                .update();
    }

    /**
     * Takes the payment's words out of its list row and, in the dialect's way, out of every message
     * of the provider about it.
     *
     * @param redacted the body without personal data, by connection and body
     */
    public void sweep(Erasure erasure, BiFunction<String, byte[], byte[]> redacted) {
        jdbc.sql("update truebook.payment_summary set reference = null where payment_id = ?")
                .param(erasure.paymentId())
                .update();
        for (long id : callbacksOf(erasure)) {
            redact(id, redacted);
        }
    }

    private List<Long> callbacksOf(Erasure erasure) {
        return jdbc.sql(
                        """
                        select callback_id from truebook.provider_callback
                        where tenant = :tenant and payment_id = :id
                        union
                        select c.callback_id from truebook.provider_reference r
                        join truebook.provider_callback c
                            on c.connection = r.connection and c.subject = r.object_id
                        where r.payment_id = :id and c.tenant = :tenant
                        """)
                .param("tenant", erasure.tenant())
                .param("id", erasure.paymentId())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private void redact(long callbackId, BiFunction<String, byte[], byte[]> redacted) {
        jdbc.sql("select connection, body from truebook.provider_callback where callback_id = ?")
                .param(callbackId)
                .query((row, _) -> redacted.apply(row.getString(1), row.getBytes(2)))
                .optional()
                .ifPresent(body ->
                        jdbc.sql(
                                        """
                                        update truebook.provider_callback set body = ?
                                        where callback_id = ? and body <> ?
                                        """)
                                .params(body, callbackId, body)
                                .update());
    }

    private static Erasure erasure(ResultSet row) throws SQLException {
        var swept = row.getTimestamp("swept_at");
        return new Erasure(
                row.getString("payment_id"),
                row.getString("tenant"),
                row.getLong("erased_index"),
                row.getTimestamp("erased_at").toInstant(),
                new TransactionKey(
                        row.getString("tenant"),
                        row.getString("origin"),
                        row.getString("transaction_id")),
                swept == null ? null : swept.toInstant());
    }
}
