package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
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

    private final JdbcClient jdbc;

    public UnbookedFees(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Up to {@code limit} of them in the order of the file, from after a line on; whether a row's
     * payment is one of ours is asked of the journal, not of the row.
     */
    public List<Line> of(String fileId, long afterLine, int limit) {
        return jdbc.sql(
                        """
                        select r.line, p.payment_id, r.balance_transaction_id, r.payment_intent_id,
                            r.created_at, r.fee_minor, r.currency
                        from truebook.settlement_row r
                        cross join lateral (
                            select e.aggregate_id as payment_id, 1 as preference
                            from truebook.journal_event e
                            where e.aggregate_id = r.charge_operation and e.sequence_number = 0
                                and e.tenant = r.tenant
                            union all
                            select f.payment_id, 2
                            from truebook.provider_reference f
                            where f.connection = r.connection and f.tenant = r.tenant
                                and f.object_id in (r.source_id, r.charge_id, r.payment_intent_id)
                            order by preference
                            limit 1
                        ) p
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
                .param("file", fileId)
                .param("line", afterLine)
                .param("limit", limit)
                .query((row, _) ->
                        new Line(
                                row.getLong(1),
                                new Fee(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        Times.read(row, 5),
                                        Money.of(row.getLong(6), row.getString(7)))))
                .list();
    }

    /** A fee and the line it stands on. */
    public record Line(long number, Fee fee) {}
}
