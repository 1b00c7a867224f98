package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Movements that a settlement file shows in another currency than they were charged in, and whose
 * conversion is not in the books yet.
 *
 * <p>Only of what the payment was told before: what the ledger does not have is missing, not
 * converted.
 */
public final class UnbookedConversions {

    /**
     * One conversion to book; both amounts are signed as they change the provider's balance.
     *
     * @param paymentReference the provider's id of the whole payment, where the row names it
     */
    public record Converted(
            String paymentId,
            String balanceTransactionId,
            @Nullable String paymentReference,
            Instant createdAt,
            Money charged,
            Money settled) {}

    /** A conversion and the line it stands on. */
    public record Line(long number, Converted conversion) {}

    /** The event a row of each category is about, by the object or the operation the row names. */
    private static final String BOOKED =
            """
            cross join lateral (
                select e.aggregate_id as payment_id
                from (
                    select e.aggregate_id from truebook.journal_event e
                    where e.aggregate_id = r.charge_operation and e.sequence_number = 0
                        and e.tenant = :tenant
                    union
                    select f.payment_id from truebook.provider_reference f
                    where f.connection = :connection and f.tenant = :tenant
                        and f.object_id in (r.source_id, r.charge_id, r.payment_intent_id)
                ) p
                join truebook.journal_event e on e.aggregate_id = p.aggregate_id
                cross join lateral (select convert_from(e.payload, 'UTF8')::json as event) j
                where e.event_type = case r.category
                        when 'charge' then 'charge-captured'
                        when 'partial_capture_reversal' then 'charge-captured'
                        when 'charge_failure' then 'capture-reversed'
                        when 'refund' then 'refund-succeeded'
                        when 'refund_failure' then 'refund-failed'
                        when 'dispute' then 'dispute-funds-withdrawn'
                        when 'dispute_reversal' then 'dispute-funds-reinstated'
                    end
                    and (j.event #>> '{evidence,object_id}' = r.source_id
                        or r.category in ('charge', 'partial_capture_reversal', 'charge_failure')
                            and j.event #>> '{evidence,object_id}'
                                in (r.charge_id, r.payment_intent_id)
                        or j.event ->> 'refund_id' = r.refund_operation)
                    and j.event #>> '{amount,currency}' = r.charged_currency
                limit 1
            ) p
            where r.charged_minor <> 0 and r.charged_currency <> r.currency
                and sign(r.charged_minor) = sign(r.gross_minor)
                and not exists (
                    select from truebook.journal_event e
                    join truebook.posting b on b.global_index = e.global_index
                    where e.aggregate_id = p.payment_id and e.event_type = 'funds-converted'
                        and b.item = r.balance_transaction_id)
            """;

    private final JdbcClient jdbc;

    UnbookedConversions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} of a file in the order of its lines, from after a line on. */
    public List<Line> of(
            String tenant, String connection, String fileId, long afterLine, int limit) {
        return jdbc.sql(
                        """
                        select p.payment_id, r.balance_transaction_id, r.payment_intent_id,
                            r.created_at, r.charged_minor, r.charged_currency, r.gross_minor,
                            r.currency, r.line
                        from truebook.settlement_row_current r
                        """
                                + BOOKED
                                + " and r.file_id = :file and r.line > :line"
                                + " order by r.line limit :limit")
                .param("tenant", tenant)
                .param("connection", connection)
                .param("file", fileId)
                .param("line", afterLine)
                .param("limit", limit)
                .query((row, _) -> new Line(row.getLong(9), read(row)))
                .list();
    }

    /**
     * Whether there are any among the rows in the tables of a comparison's session. Most accounts
     * are settled in what they charge: then nothing has to be looked for.
     */
    static boolean areThere(JdbcClient session, String tenant, String connection, Period period) {
        return mayBeThere(session, tenant, connection, period)
                && areThere(session, tenant, connection);
    }

    private static boolean mayBeThere(
            JdbcClient session, String tenant, String connection, Period period) {
        return session.sql(
                        """
                        select exists (
                            select from truebook.settlement_row r
                            where r.tenant = :tenant and r.connection = :connection
                                and r.charged_minor is not null
                                and (r.created_at >= :from and r.created_at < :to
                                    or r.balance_transaction_id in (
                                        select transaction_id from carried_item)))
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", Times.utc(period.from()))
                .param("to", Times.utc(period.to()))
                .query(Boolean.class)
                .single();
    }

    private static boolean areThere(JdbcClient session, String tenant, String connection) {
        return session.sql(
                        """
                        select exists (
                            select from (
                                select c.* from truebook.settlement_row_current c
                                join bundled_row b
                                    on b.balance_transaction_id = c.balance_transaction_id
                                where c.tenant = :tenant and c.connection = :connection
                                    and c.charged_minor is not null
                                offset 0
                            ) r
                        """
                                + BOOKED
                                + ")")
                .param("tenant", tenant)
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    private static Converted read(ResultSet row) throws SQLException {
        return new Converted(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Times.read(row, 4),
                Money.of(row.getLong(5), row.getString(6)),
                Money.of(row.getLong(7), row.getString(8)));
    }
}
