package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.reconciliation.SagaStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The breaks that runs have found, and those that the saga has. */
public final class BreakQueries {

    /**
     * One break.
     *
     * @param status what was decided, or else what runs say
     * @param amountMinor provider less ledger, minor units of {@code currency}
     * @param standing what runs say of it by now: timing, open or resolved
     * @param position of the last event about it, or of the run that found it
     */
    public record BreakRow(
            String id,
            String leg,
            String code,
            String status,
            String connection,
            String object,
            @Nullable Long ledgerMinor,
            @Nullable String ledgerCurrency,
            @Nullable Long providerMinor,
            @Nullable String providerCurrency,
            long amountMinor,
            String currency,
            @Nullable String chargeId,
            @Nullable String providerReference,
            @Nullable String balanceTransactionId,
            String evidence,
            Instant occurredAt,
            Instant firstSeenAt,
            String firstRunId,
            String lastRunId,
            int ruleVersion,
            String standing,
            @Nullable String owner,
            long position) {}

    /** What to list; null: any. */
    public record Filter(
            @Nullable String status, @Nullable String code, @Nullable String connection) {}

    /**
     * As it is now: what was decided, unless the difference was found again later. What a run and a
     * saga have both found is the saga's, which knows when it is over.
     */
    private static final String BREAKS =
            """
            with break_found as (
                select break_id, tenant, connection, leg, code, status, object, ledger_minor,
                    ledger_currency, provider_minor, provider_currency, amount_minor, currency,
                    charge_id, provider_reference, balance_transaction_id, evidence, occurred_at,
                    first_seen_at, first_run_id, last_run_id, last_position, null::int as rules
                from truebook.reconciliation_break r
                where not exists (
                    select from truebook.operation_break o where o.break_id = r.break_id)
                union all
                select break_id, tenant, connection, 'events', code, status, object, ledger_minor,
                    ledger_currency, provider_minor, provider_currency, amount_minor, currency,
                    charge_id, null, null, evidence, occurred_at,
                    first_seen_at, '{saga}', '{saga}', last_position, rule_version
                from truebook.operation_break
            ), break_current as (
                select b.*, c.owner, coalesce(c.updated_index, b.last_position) as position,
                    case
                        when b.status = 'open' and c.status in ('resolved', 'confirmed')
                            and b.last_position <= coalesce(c.applied_index, c.updated_index) then 'resolved'
                        else b.status
                    end as standing,
                    case
                        when c.status is null or c.status = 'open' then b.status
                        when c.status = 'proposed' and b.status = 'resolved' then 'resolved'
                        when c.status in ('resolved', 'confirmed') and b.status = 'open'
                            and b.last_position > coalesce(c.applied_index, c.updated_index) then 'open'
                        when c.status = 'dismissed' and b.status = 'open'
                            and (c.dismissed_minor <> b.amount_minor
                                or c.dismissed_currency <> b.currency) then 'open'
                        else c.status
                    end as current_status
                from break_found b
                left join truebook.break_case c on c.break_id = b.break_id
            )
            select break_id, leg, code, current_status, connection, object, ledger_minor, ledger_currency,
                provider_minor, provider_currency, amount_minor, currency, charge_id,
                provider_reference, balance_transaction_id, evidence, occurred_at, first_seen_at,
                first_run_id, last_run_id, coalesce(rules,
                    (select rule_version from truebook.reconciliation_run
                        where run_id = last_run_id), 0),
                standing, owner, position
            from break_current
            """
                    .replace("{saga}", SagaStep.ORIGIN);

    private final JdbcClient jdbc;

    public BreakQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    public Optional<BreakRow> of(String tenant, String id) {
        return jdbc.sql(BREAKS + "where tenant = ? and break_id = ?")
                .params(tenant, id)
                .query((row, _) -> read(row))
                .optional();
    }

    /**
     * A page in the order of their ids, which new breaks do not disturb.
     *
     * @param occurredFrom only those that happened at or after it
     * @param occurredTo only those that happened before it
     */
    public List<BreakRow> list(
            String tenant,
            Filter filter,
            Instant occurredFrom,
            Instant occurredTo,
            String afterId,
            int limit) {
        return jdbc.sql(
                        BREAKS
                                + """
                                where tenant = :tenant and break_id > :after
                                    and (:status::text is null or current_status = :status)
                                    and (:code::text is null or code = :code)
                                    and (:connection::text is null or connection = :connection)
                                    and occurred_at >= :from and occurred_at < :to
                                order by break_id
                                limit :limit
                                """)
                .param("tenant", tenant)
                .param("after", afterId)
                .param("status", filter.status())
                .param("code", filter.code())
                .param("connection", filter.connection())
                .param("from", utc(occurredFrom))
                .param("to", utc(occurredTo))
                .param("limit", limit)
                .query((row, _) -> read(row))
                .list();
    }

    /** Those of before a time that nobody has ended. */
    long countNotEnded(String tenant, Instant occurredTo) {
        return jdbc.sql(
                        "select count(*) from ("
                                + BREAKS
                                + """
                                where tenant = ? and occurred_at < ? and current_status
                                    in ('open', 'proposed', 'approved', 'applying')) open_breaks
                                """)
                .params(tenant, utc(occurredTo))
                .query(Long.class)
                .single();
    }

    private static BreakRow read(ResultSet row) throws SQLException {
        return new BreakRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, Long.class),
                row.getString(8),
                row.getObject(9, Long.class),
                row.getString(10),
                row.getLong(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                Times.read(row, 17),
                Times.read(row, 18),
                row.getString(19),
                row.getString(20),
                row.getInt(21),
                row.getString(22),
                row.getString(23),
                row.getLong(24));
    }
}
