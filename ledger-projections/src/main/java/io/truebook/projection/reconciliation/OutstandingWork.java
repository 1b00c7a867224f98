package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.books.Outstanding;
import io.truebook.projection.balance.PostingTotals;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is not done with before a time: breaks that are not ended, days no run has looked at. */
public final class OutstandingWork {

    /**
     * A run has looked at what was booked before it read and counts from before its period's end.
     * So what counts from after the last end nobody has looked at, found by the hours that are
     * added up and what came since; of the rest, what was booked behind the run that got so far.
     */
    private static final String NOT_RECONCILED =
            """
            with run as (
                select connection, period_to, journal_position
                from truebook.reconciliation_run
                where tenant = :tenant and known_position is null
            ), clearing as (
                select a.account_id, split_part(a.name, ':', 2) as connection, (
                    select least(coalesce(max(r.period_to), '-infinity'), :before) from run r
                    where r.connection = split_part(a.name, ':', 2)) as until
                from truebook.account a
                where a.tenant = :tenant and a.name like 'provider:%:clearing'
            )
            select c.connection
            from clearing c
            cross join (select coalesce(max(next_block), 0) as blocks
                from truebook.posting_total_progress) done
            where exists (select from truebook.posting_total t
                    where t.account_id = c.account_id and t.block < done.blocks
                        and t.posted_count > 0
                        and t.latest_at >= c.until and t.earliest_at < :before)
                or exists (select from truebook.posting p
                    where p.account_id = c.account_id and p.layer = 'posted'
                        and p.global_index > done.blocks * {block}
                        and p.effective_at >= c.until and p.effective_at < :before)
                or exists (select from truebook.posting p
                    where p.account_id = c.account_id and p.layer = 'posted'
                        and p.effective_at < c.until
                        and p.global_index > (select coalesce(max(r.journal_position), 0)
                            from run r
                            where r.connection = c.connection and r.period_to >= c.until)
                        and not exists (select from run r
                            where r.connection = c.connection and r.period_to > p.effective_at
                                and r.journal_position >= p.global_index))
            order by 1\
            """
                    .replace("{block}", Long.toString(PostingTotals.BLOCK));

    private final JdbcClient jdbc;
    private final BreakQueries breaks;

    public OutstandingWork(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        breaks = new BreakQueries(dataSource);
    }

    /** Of what happened before this time. */
    public Outstanding before(String tenant, Instant time) {
        List<String> connections =
                jdbc.sql(NOT_RECONCILED)
                        .param("tenant", tenant)
                        .param("before", utc(time))
                        .query((row, _) -> row.getString(1))
                        .list();
        return new Outstanding(breaks.countNotEnded(tenant, time), connections);
    }
}
