package io.truebook.projection.reconciliation;

import io.truebook.projection.reconciliation.FindingItems.Item;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Single lines of runs: where one transaction is, and what two runs do not have alike. */
public final class RunItems {

    /** What a line is looked for by; null: not by that. */
    public record Wanted(
            @Nullable String operation,
            @Nullable String charge,
            @Nullable String providerReference) {}

    /** A settlement row: the file it was read from last, and the line there. */
    public record Place(String file, String sha256, long line) {}

    /**
     * A line that two runs do not have alike; the sides of the one it is not in are null.
     *
     * @param change appeared, gone or changed
     */
    public record Change(
            String change,
            String object,
            String leg,
            @Nullable String chargeId,
            @Nullable String providerReference,
            @Nullable String codeBefore,
            @Nullable String codeAfter,
            @Nullable Long ledgerBefore,
            @Nullable Long ledgerAfter,
            @Nullable String ledgerCurrency,
            @Nullable Long providerBefore,
            @Nullable Long providerAfter,
            @Nullable String providerCurrency,
            @Nullable Long differenceBefore,
            @Nullable Long differenceAfter,
            String currency) {}

    private static final String BY_WHAT =
            """
             and (:operation::text is null or object = :operation)
                and (:charge::text is null or charge_id = :charge)
                and (:reference::text is null or provider_reference = :reference)
            order by occurred_at, object, leg, code, finding_id, difference_minor,
                balance_transaction_id
            offset :after limit :limit
            """;

    /** Of equal lines each stands for itself; what is left is paired by what it is about. */
    private static final String CHANGES =
            """
            with line as (
                select i.*, row_number() over (
                    partition by run_id, finding_id, ledger_minor, ledger_currency,
                        provider_minor, provider_currency, difference_minor, currency) as same
                from truebook.reconciliation_item i
                where run_id = any(:runs)
            ), lone as (
                select l.* from line l
                left join line o on o.run_id <> l.run_id and o.finding_id = l.finding_id
                    and o.same = l.same and o.difference_minor = l.difference_minor
                    and o.currency = l.currency
                    and (o.ledger_minor, o.ledger_currency, o.provider_minor, o.provider_currency)
                        is not distinct from
                        (l.ledger_minor, l.ledger_currency, l.provider_minor, l.provider_currency)
                where o.run_id is null
            ), numbered as (
                select lone.*, row_number() over (
                    partition by run_id, leg, object, currency
                    order by occurred_at, balance_transaction_id, code, finding_id) as pair
                from lone
            )
            select case when b.run_id is null then 'appeared' when a.run_id is null then 'gone'
                    else 'changed' end,
                coalesce(a.object, b.object), coalesce(a.leg, b.leg),
                coalesce(a.charge_id, b.charge_id),
                coalesce(a.provider_reference, b.provider_reference), b.code, a.code,
                b.ledger_minor, a.ledger_minor, coalesce(a.ledger_currency, b.ledger_currency),
                b.provider_minor, a.provider_minor,
                coalesce(a.provider_currency, b.provider_currency),
                b.difference_minor, a.difference_minor, coalesce(a.currency, b.currency)
            from (select * from numbered where run_id = :before) b
            full join (select * from numbered where run_id = :after) a
                on a.leg = b.leg and a.object = b.object and a.currency = b.currency
                    and a.pair = b.pair
            order by coalesce(b.occurred_at, a.occurred_at), coalesce(b.object, a.object),
                coalesce(b.leg, a.leg), coalesce(b.currency, a.currency),
                coalesce(b.pair, a.pair)
            limit :limit
            """;

    private final JdbcClient jdbc;

    public RunItems(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A page of lines; they stay as they are, so that the next one begins where this one ended.
     *
     * @param after how many come before it
     */
    public List<Item> find(String run, Wanted wanted, long after, int limit) {
        return jdbc.sql(FindingItems.LINES.replace("run_id = ?", "run_id = :run") + BY_WHAT)
                .param("run", run)
                .param("operation", wanted.operation())
                .param("charge", wanted.charge())
                .param("reference", wanted.providerReference())
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> FindingItems.item(row))
                .list();
    }

    /** Where the settlement row of a line is; empty where it has none. */
    public List<Place> places(String tenant, String connection, Item item) {
        var transaction = item.balanceTransactionId();
        if (transaction == null) {
            return List.of();
        }
        return jdbc.sql(
                        """
                        select r.file_id, f.sha256, r.line
                        from truebook.settlement_row r
                        join truebook.settlement_file f on f.file_id = r.file_id
                        where r.tenant = ? and r.connection = ? and r.balance_transaction_id = ?
                        order by f.sequence limit 100
                        """)
                .params(tenant, connection, transaction)
                .query((row, _) -> new Place(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    /** What changed from one run to another, in the order it happened, at most so many. */
    public List<Change> changes(String before, String after, int limit) {
        if (before.equals(after)) {
            return List.of();
        }
        return jdbc.sql(CHANGES)
                .param("runs", new String[] {before, after})
                .param("before", before)
                .param("after", after)
                .param("limit", limit)
                .query((row, _) ->
                        new Change(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getObject(8, Long.class),
                                row.getObject(9, Long.class),
                                row.getString(10),
                                row.getObject(11, Long.class),
                                row.getObject(12, Long.class),
                                row.getString(13),
                                row.getObject(14, Long.class),
                                row.getObject(15, Long.class),
                                row.getString(16)))
                .list();
    }
}
