package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Period;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Payouts as settlement files show them, each against the rows it is made of. */
public final class SettlementPayouts {

    /**
     * A payout by its own row.
     *
     * @param amount what left the provider's balance; below zero where it was collected from us
     */
    public record Payout(String id, Money amount, Instant at) {}

    /**
     * A payout against the rows it contains; minor units of its currency.
     *
     * @param rows how many rows of whole files name it as their payout
     * @param rowsMinor what they come to
     */
    public record Proof(String id, String currency, long amountMinor, long rows, long rowsMinor) {

        /** Rows less payout: 0, or a PAYOUT_MISMATCH. */
        public long differenceMinor() {
            return Math.subtractExact(rowsMinor, amountMinor);
        }
    }

    /** A file of a day's balance has not all rows of a payout: it proves none. */
    private static final String PROOFS =
            """
            select p.source_id, p.currency, p.amount, count(*), sum(r.net_minor)
            from (
                select source_id, currency, -sum(net_minor) as amount
                from truebook.settlement_row_current
                where tenant = :tenant and connection = :connection and category = 'payout'
                    and created_at >= :from and created_at < :to and source_id is not null
                group by source_id, currency
            ) p
            join truebook.settlement_row_current r
                on r.tenant = :tenant and r.connection = :connection
                    and r.payout_id = p.source_id and r.currency = p.currency
                    and r.category not in ('payout', 'payout_reversal')
            join truebook.settlement_file f on f.file_id = r.file_id
                and f.report_type in ('settlement_detail', 'payout_reconciliation')
            group by p.source_id, p.currency, p.amount
            order by p.source_id, p.currency
            """;

    private final JdbcClient jdbc;

    public SettlementPayouts(DataSource dataSource) {
        this(JdbcClient.create(dataSource));
    }

    SettlementPayouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The payouts of a period, each with what its rows come to. */
    public List<Proof> proofs(String tenant, String connection, Period period) {
        return jdbc.sql(PROOFS)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .query((row, _) ->
                        new Proof(
                                row.getString(1),
                                row.getString(2),
                                row.getBigDecimal(3).longValueExact(),
                                row.getLong(4),
                                row.getBigDecimal(5).longValueExact()))
                .list();
    }

    /** The payouts that have a row of their own in a file. */
    public List<Payout> of(String fileId) {
        return jdbc.sql(
                        """
                        select source_id, -sum(net_minor), currency, min(created_at)
                        from truebook.settlement_row
                        where file_id = ? and category = 'payout' and source_id is not null
                        group by source_id, currency order by source_id, currency
                        """)
                .param(fileId)
                .query((row, _) ->
                        new Payout(
                                row.getString(1),
                                Money.of(row.getBigDecimal(2).longValueExact(), row.getString(3)),
                                Times.read(row, 4)))
                .list();
    }
}
