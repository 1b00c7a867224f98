package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
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

    private final JdbcClient jdbc;

    public SettlementPayouts(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
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
