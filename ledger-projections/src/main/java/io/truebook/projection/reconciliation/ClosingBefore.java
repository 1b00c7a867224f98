package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RollForward.Column;
import io.truebook.projection.reconciliation.CarriedItems.Previous;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the run before closed with, among the tables of a comparison's session. */
final class ClosingBefore {

    /**
     * Rows that have come are among those the run looks at. What they replace is found by them;
     * what a corrected batch leaves out, by its batch. Only what counted then is taken back.
     */
    private static final String SETTLED_SINCE =
            """
            with fresh as (
                select c.balance_transaction_id, c.currency, c.net_minor,
                    f.sequence > :files as is_new
                from compared_row c
                join truebook.settlement_file f on f.file_id = c.file_id
                where c.created_at < :from and (f.sequence > :files or c.created_at >= :closed)
            ), old as (
                select o.file_id, o.line, o.balance_transaction_id, o.currency, o.net_minor,
                    was.sequence, was.batch_number
                from fresh n
                join truebook.settlement_row o on o.tenant = :tenant
                    and o.connection = :connection
                    and o.balance_transaction_id = n.balance_transaction_id
                join truebook.settlement_file was
                    on was.file_id = o.file_id and was.sequence <= :files
                where n.is_new and o.created_at < :closed
                union
                select o.file_id, o.line, o.balance_transaction_id, o.currency, o.net_minor,
                    was.sequence, was.batch_number
                from truebook.settlement_file f
                join truebook.settlement_file was on was.tenant = f.tenant
                    and was.connection = f.connection and was.batch_number = f.batch_number
                    and was.sequence <= :files
                join truebook.settlement_row o on o.file_id = was.file_id
                where f.tenant = :tenant and f.connection = :connection and f.sequence > :files
                    and o.created_at < :closed
            )
            select currency, sum(net) from (
                select currency, net_minor as net from fresh
                union all
                select currency, -net_minor from old
                where not exists (
                        select from truebook.settlement_row later
                        join truebook.settlement_file lf on lf.file_id = later.file_id
                        where later.tenant = :tenant and later.connection = :connection
                            and later.balance_transaction_id = old.balance_transaction_id
                            and lf.sequence > old.sequence and lf.sequence <= :files)
                    and not exists (
                        select from truebook.settlement_file again
                        where again.tenant = :tenant and again.connection = :connection
                            and again.batch_number = old.batch_number
                            and again.sequence > old.sequence and again.sequence <= :files)
            ) moved
            group by currency order by currency
            """;

    private final JdbcClient jdbc;
    private final Knowledge knowledge;
    private final String tenant;
    private final String connection;

    ClosingBefore(JdbcClient jdbc, Knowledge knowledge, String tenant, String connection) {
        this.jdbc = jdbc;
        this.knowledge = knowledge;
        this.tenant = tenant;
        this.connection = connection;
    }

    /**
     * @param booked what stood on the books at the end of that run's period, as it knew them
     */
    RunBefore read(Previous run, Period period, Map<String, Long> booked) {
        return new RunBefore(closed(run.runId()), booked, settledSince(run, period));
    }

    private Map<String, Column> closed(String runId) {
        Map<String, Column> closed = new HashMap<>();
        jdbc.sql(
                        """
                        select currency, ledger_minor, provider_minor
                        from truebook.reconciliation_closing where run_id = ?
                        """)
                .param(runId)
                .query(row -> {
                    closed.put(row.getString(1), new Column(row.getLong(2), row.getLong(3)));
                });
        return closed;
    }

    private Map<String, Long> settledSince(Previous run, Period period) {
        Map<String, Long> settled = new HashMap<>();
        jdbc.sql(knowledge.in(SETTLED_SINCE))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("closed", utc(run.periodTo()))
                .param("files", run.fileSequence())
                .query(row -> {
                    settled.put(row.getString(1), row.getBigDecimal(2).longValueExact());
                });
        return settled;
    }
}
