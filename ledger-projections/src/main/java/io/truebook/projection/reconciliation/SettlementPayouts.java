package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.FileFindings;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.CarriedItems.Seen;
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
     * @param amountMinor 0 where a batch lacks its payout
     * @param rows how many rows of the latest whole file name it as their payout
     * @param rowsMinor what they come to
     * @param at of its own row, or of the last one of a batch that lacks it
     */
    public record Proof(
            String id, String currency, long amountMinor, long rows, long rowsMinor, Instant at) {

        /** Rows less payout: 0, or a PAYOUT_MISMATCH. */
        public long differenceMinor() {
            return Math.subtractExact(rowsMinor, amountMinor);
        }

        public FileFindings.Proof judged() {
            return new FileFindings.Proof(
                    id, Money.of(amountMinor, currency), Money.of(rowsMinor, currency), at);
        }
    }

    /**
     * A payout is summed from one whole file, the latest that names it: of a row that another file
     * tells, too, the later would count, and take it out of the sum. A file of a day's balance has
     * not all rows of a payout and proves none. A batch that comes to something without being paid
     * out or carried over lacks its end: its payout is 0 there, and the sum is the difference.
     *
     * <p>Due are payouts whose own row the run looks at, those no run has seen proved, and those
     * that a file names which the run before had not seen: the file may come after the day. Fed are
     * batches that rows of the run are in. As arrays, so that their rows are found by an index
     * however many other rows there are.
     */
    private static final String PROOFS =
            """
            with due as (
                select source_id as id from compared_row
                where category = 'payout' and source_id is not null
                union
                select object from truebook.reconciliation_break
                where tenant = :tenant and connection = :connection and leg = 'proof'
                    and carried_to > :from and occurred_at < :to
                union
                select r.payout_id from truebook.settlement_file f
                join truebook.settlement_row r on r.file_id = f.file_id
                where f.tenant = :tenant and f.connection = :connection and f.sequence > :files
                    and f.report_type in ('settlement_detail', 'payout_reconciliation')
                    and r.payout_id is not null
            ), fed as (
                select id from due
                union
                select payout_id from compared_row where payout_id is not null
            ), paid as (
                select r.source_id, r.currency, -sum(r.net_minor) as amount,
                    max(r.created_at) as at,
                    bool_or(f.report_type in ('settlement_detail', 'payout_reconciliation'))
                        as is_whole
                from truebook.settlement_row_current r
                join truebook.settlement_file f on f.file_id = r.file_id
                where r.tenant = :tenant and r.connection = :connection and r.category = 'payout'
                    and r.source_id = any(array(select id from due))
                group by r.source_id, r.currency
                having max(r.created_at) < :to
            ), named as (
                select r.payout_id, r.currency, f.sequence, f.batch_number,
                    count(*) filter (where not p.is_payout) as parts,
                    coalesce(sum(r.net_minor) filter (where not p.is_payout), 0) as net,
                    bool_or(p.is_payout) as has_end, max(r.created_at) as last_at
                from truebook.settlement_row r
                join truebook.settlement_file f on f.file_id = r.file_id
                    and f.report_type in ('settlement_detail', 'payout_reconciliation')
                cross join lateral (
                    select r.category in ('payout', 'payout_reversal') as is_payout) p
                where r.tenant = :tenant and r.connection = :connection
                    and r.payout_id = any(array(select id from fed))
                    and not exists (
                        select from truebook.settlement_file again
                        where again.tenant = f.tenant and again.connection = f.connection
                            and again.batch_number = f.batch_number
                            and again.sequence > f.sequence)
                group by r.payout_id, r.currency, f.sequence, f.batch_number
            ), latest as (
                select distinct on (payout_id, currency) * from named
                order by payout_id, currency, sequence desc
            )
            select coalesce(p.source_id, l.payout_id) as id, coalesce(p.currency, l.currency),
                coalesce(p.amount, 0), coalesce(l.parts, 0), coalesce(l.net, 0),
                coalesce(p.at, l.last_at)
            from paid p
            full join latest l on l.payout_id = p.source_id and l.currency = p.currency
            where case
                when p.source_id is not null then coalesce(l.parts, 0) > 0 or p.is_whole
                else l.batch_number is not null and not l.has_end and l.net <> 0
                    and l.last_at < :to
                    and (l.last_at >= :unseen or l.payout_id in (select id from due))
                end
            order by 1, 2
            """;

    private final JdbcClient jdbc;

    public SettlementPayouts(DataSource dataSource) {
        this(JdbcClient.create(dataSource));
    }

    SettlementPayouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The payouts of a period, each with what its rows come to; and of those before it the ones
     * that no run has seen proved so far, and those of a file that has come since the run before.
     */
    List<Proof> proofs(
            Knowledge knowledge, String tenant, String connection, Period period, Seen before) {
        return jdbc.sql(knowledge.ofUnresolved(PROOFS))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .param("files", before.fileSequence())
                .param("unseen", utc(before.until()))
                .query((row, _) ->
                        new Proof(
                                row.getString(1),
                                row.getString(2),
                                row.getBigDecimal(3).longValueExact(),
                                row.getLong(4),
                                row.getBigDecimal(5).longValueExact(),
                                Times.read(row, 6)))
                .list();
    }

    /**
     * The files with a payout that is not in the books, among the rows of a comparison's session:
     * those of batches, whose payouts nothing else tells of.
     */
    static List<String> filesLacking(JdbcClient session, String connection) {
        return session.sql(
                        """
                        select distinct r.file_id
                        from compared_row r
                        join truebook.settlement_file f on f.file_id = r.file_id
                        where f.batch_number is not null
                            and r.category = 'payout' and r.source_id is not null
                            and not exists (
                                select from truebook.journal_event e
                                where e.aggregate_id = :connection || ':' || r.source_id
                                    and e.sequence_number = 0)
                        order by 1
                        """)
                .param("connection", connection)
                .query((row, _) -> row.getString(1))
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
