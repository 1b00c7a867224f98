package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BankFindings.Transit;
import io.truebook.ledger.reconciliation.BankMatching.Expected;
import io.truebook.ledger.reconciliation.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payouts on their way to our bank, as their postings have them: what left the provider, and what
 * the bank has moved of it.
 */
final class BankTransit {

    /** By the item of their postings; those that are over and old are left out. */
    private static final String PAYOUTS =
            """
            with step as (
                select split_part(a.name, ':', 2) as connection, p.item, p.currency,
                    e.aggregate_id, e.event_type, e.global_index, p.effective_at,
                    coalesce(l.original_at, p.effective_at) as happened_at,
                    case p.side when 'debit' then p.amount_minor else -p.amount_minor end as minor
                from truebook.account a
                join truebook.posting p on p.account_id = a.account_id and p.layer = 'posted'
                join truebook.journal_event e on e.global_index = p.global_index
                left join truebook.late_entry l on l.global_index = p.global_index
                where a.tenant = :tenant and a.name like 'provider:%:in_transit'
                    and (:connection::text is null
                        or a.name = 'provider:' || :connection || ':in_transit')
            ), payout as (
                select connection, item, currency, min(aggregate_id) as aggregate_id,
                    sum(minor) as open,
                    sum(minor) filter (where event_type not like 'payout-bank-%') as sent,
                    -sum(minor) filter (where event_type like 'payout-bank-%') as banked,
                    min(effective_at) as since,
                    max(happened_at) filter (
                        where event_type in ('payout-failed', 'payout-canceled')) as came_back_at
                from step
                where event_type like 'payout-%'
                group by connection, item, currency
            ), matched as (
                select m.connection, m.payout_id, e.currency, sum(e.amount_minor) as minor,
                    max(e.booked_on) as booked_on
                from truebook.bank_match m
                join truebook.bank_entry e on e.entry_id = m.entry_id
                where m.tenant = :tenant
                group by m.connection, m.payout_id, e.currency
            )
            select p.connection, p.item, p.currency,
                coalesce(p.sent, 0) - coalesce(m.minor, 0), coalesce(p.sent, 0),
                coalesce(p.banked, 0),
                (coalesce((convert_from(c.payload, 'UTF8')::jsonb ->> 'arrives_at')::timestamptz,
                    p.since) at time zone 'UTC')::date,
                (p.came_back_at at time zone 'UTC')::date,
                m.booked_on,
                (select convert_from(t.payload, 'UTF8')::jsonb ->> 'trace_id'
                    from truebook.journal_event t
                    where t.aggregate_id = p.aggregate_id and t.event_type = 'payout-traced'
                    order by t.sequence_number desc limit 1)
            from payout p
            left join matched m on m.connection = p.connection and m.payout_id = p.item
                and m.currency = p.currency
            left join truebook.journal_event c
                on c.aggregate_id = p.aggregate_id and c.event_type = 'payout-created'
            where p.open <> 0 or p.since >= :since::date
            order by p.connection, p.item, p.currency
            """;

    private static final int LATELY = 31;

    /** A report shows no more: an account that much else goes through has other reports. */
    private static final int MOST_UNMATCHED = 1_000;

    private final JdbcClient jdbc;
    private final Knowledge knowledge;

    BankTransit(JdbcClient jdbc, Knowledge knowledge) {
        this.jdbc = jdbc;
        this.knowledge = knowledge;
    }

    /**
     * What entries of a bank statement may be about; what is over counts from a day on. Of each
     * what no entry was matched with so far, booked or not.
     */
    List<Expected> expected(String tenant, LocalDate since) {
        return query(tenant, null, since)
                .query((row, _) ->
                        new Expected(
                                row.getString(1),
                                row.getString(2),
                                row.getString(10),
                                money(row, 4),
                                day(row, 7)))
                .list();
    }

    /** The payouts of a connection, those that are over from a day on. */
    private List<Transit> of(String tenant, String connection, LocalDate since) {
        return query(tenant, connection, since)
                .query((row, _) ->
                        new Transit(
                                row.getString(2),
                                money(row, 5),
                                money(row, 6),
                                day(row, 7),
                                row.getObject(8, LocalDate.class),
                                row.getObject(9, LocalDate.class)))
                .list();
    }

    /** What the bank says of a connection's payouts, up to the end of a period. */
    BankSide side(String tenant, String connection, Period period) {
        var since = statementsSince(tenant);
        if (since == null) {
            return BankSide.SILENT;
        }
        // A payout arrives days after its row: those that lately left are shown, too.
        var from = LocalDate.ofInstant(period.from(), ZoneOffset.UTC).minusDays(LATELY);
        return new BankSide(since, of(tenant, connection, from), unmatched(tenant, period));
    }

    private List<BankSide.Unmatched> unmatched(String tenant, Period period) {
        return jdbc.sql(
                        knowledge.in(
                                """
                                select e.entry_id, e.account, e.booked_on, e.amount_minor, e.currency
                                from truebook.bank_entry e
                                where e.tenant = :tenant and e.booked_on >= :from and e.booked_on < :to
                                    and not exists (
                                        select from truebook.bank_match m where m.entry_id = e.entry_id)
                                order by e.booked_on, e.entry_id limit :most
                                """))
                .param("tenant", tenant)
                .param("from", LocalDate.ofInstant(period.from(), period.zone()))
                .param("to", LocalDate.ofInstant(period.to(), period.zone()))
                .param("most", MOST_UNMATCHED)
                .query((row, _) ->
                        new BankSide.Unmatched(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, LocalDate.class),
                                Money.of(row.getLong(4), row.getString(5))))
                .list();
    }

    /** Since when there are statements that a payout could be in; null: none so far. */
    private @Nullable LocalDate statementsSince(String tenant) {
        return jdbc.sql(
                        knowledge.in(
                                "select min(first_day) from truebook.bank_statement"
                                        + " where tenant = ?"))
                .param(tenant)
                .query((row, _) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single()
                .orElse(null);
    }

    private JdbcClient.StatementSpec query(
            String tenant, @Nullable String connection, LocalDate since) {
        return jdbc.sql(knowledge.in(PAYOUTS))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("since", since.toString());
    }

    private static Money money(ResultSet row, int column) throws SQLException {
        return Money.of(row.getBigDecimal(column).longValueExact(), row.getString(3));
    }

    private static LocalDate day(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
