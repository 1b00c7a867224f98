package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fees that a settlement file shows for payments of ours and that are not in the books yet. */
public final class UnbookedFees {

    /**
     * One fee to book.
     *
     * @param fee minor units of the settlement currency; below zero where the provider gave it back
     * @param paymentReference the provider's id of the whole payment, where the row names it
     */
    public record Fee(
            String paymentId,
            String balanceTransactionId,
            @Nullable String paymentReference,
            Instant createdAt,
            Money fee) {}

    /** The payment of a row is one of ours if the journal says so, not the row. */
    private static final String PAYMENT =
            """
            cross join lateral (
                select e.aggregate_id as payment_id, 1 as preference
                from truebook.journal_event e
                where e.aggregate_id = r.charge_operation and e.sequence_number = 0
                    and e.tenant = :tenant
                union all
                select f.payment_id, 2
                from truebook.provider_reference f
                where f.connection = :connection and f.tenant = :tenant
                    and f.object_id in (r.source_id, r.charge_id, r.payment_intent_id)
                order by preference
                limit 1
            ) p
            """;

    private final JdbcClient jdbc;

    public UnbookedFees(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** What of the same files was converted and is not booked. */
    public UnbookedConversions conversions() {
        return new UnbookedConversions(jdbc);
    }

    /** What the same files show as moved for no payment and is not booked. */
    public UnbookedMovements movements() {
        return new UnbookedMovements(jdbc);
    }

    /** Up to {@code limit} of a file in the order of its lines, from after a line on. */
    public List<Line> of(
            String tenant, String connection, String fileId, long afterLine, int limit) {
        return jdbc.sql(
                        """
                        select p.payment_id, r.balance_transaction_id, r.payment_intent_id,
                            r.created_at, r.fee_minor, r.currency, r.line
                        from truebook.settlement_row_current r
                        """
                                + PAYMENT
                                + """
                                where r.file_id = :file and r.line > :line and r.fee_minor <> 0
                                    and not exists (
                                        select from truebook.journal_event e
                                        join truebook.posting b on b.global_index = e.global_index
                                        where e.aggregate_id = p.payment_id
                                            and e.event_type = 'provider-fee-recorded'
                                            and b.item = r.balance_transaction_id
                                    )
                                order by r.line
                                limit :limit
                                """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("file", fileId)
                .param("line", afterLine)
                .param("limit", limit)
                .query((row, _) -> new Line(row.getLong(7), fee(row)))
                .list();
    }

    /** Whether there are any among the rows in the tables of a comparison's session. */
    static boolean areThere(JdbcClient session, String tenant, String connection) {
        return session.sql(
                        """
                        select exists (
                            select from (
                                select * from bundled_row r
                                where r.fee_minor <> 0 and not exists (
                                    select from compared_movement m
                                    where m.event_type = 'provider-fee-recorded'
                                        and m.item = r.balance_transaction_id)
                                offset 0
                            ) r
                        """
                                + PAYMENT
                                + ")")
                .param("tenant", tenant)
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    private static Fee fee(ResultSet row) throws SQLException {
        return new Fee(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Times.read(row, 4),
                Money.of(row.getLong(5), row.getString(6)));
    }

    /** A fee and the line it stands on. */
    public record Line(long number, Fee fee) {}
}
