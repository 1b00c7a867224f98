package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What waits in suspense accounts, and what is set aside for merchants until our bank has paid it:
 * every item that does not net to zero, with all that was booked for it.
 */
public final class SuspenseQueries {

    /**
     * An open item.
     *
     * @param item the break or the payout it is about
     * @param account where it waits
     * @param connection null where it is of no provider
     * @param amount minor units, above zero where somebody's money waits with us
     * @param since when the first of it counts from
     */
    public record Item(
            String item,
            String account,
            @Nullable String connection,
            Money amount,
            Instant since,
            List<Step> history) {}

    /**
     * One posting.
     *
     * @param amount above zero where it was put into suspense
     */
    public record Step(
            String event, Instant at, Instant effectiveAt, Money amount, long position) {}

    private record Row(String item, String account, @Nullable String connection, Step step) {}

    private final JdbcClient jdbc;

    public SuspenseQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A page in the order of their items.
     *
     * @param connection null for all
     */
    public List<Item> open(
            String tenant, @Nullable String connection, String afterItem, int limit) {
        Map<String, List<Row>> items = new LinkedHashMap<>();
        for (var row : rows(tenant, connection, afterItem, limit)) {
            items.computeIfAbsent(row.item, _ -> new ArrayList<>()).add(row);
        }
        return items.values().stream().map(SuspenseQueries::item).toList();
    }

    private List<Row> rows(
            String tenant, @Nullable String connection, String afterItem, int limit) {
        return jdbc.sql(
                        """
                        with suspense as (
                            select p.*, a.name as account,
                                case when a.name like 'suspense:%'
                                    then split_part(a.name, ':', 2) end as connection,
                                case p.side when 'credit' then p.amount_minor
                                    else -p.amount_minor end as signed
                            from truebook.account a
                            join truebook.posting p on p.account_id = a.account_id
                            where a.tenant = :tenant
                                and (a.name like 'suspense:%'
                                    or a.name like 'merchant:%:payout\\_in\\_transit')
                                and (:connection::text is null
                                    or a.name = 'suspense:' || :connection)
                        ), open as (
                            select item from suspense where item > :after
                            group by item, currency having sum(signed) <> 0
                            order by item limit :limit
                        )
                        select s.item, s.connection, e.event_type, e.recorded_at, s.effective_at,
                            s.signed, s.currency, s.global_index, s.account
                        from suspense s
                        join open o on o.item = s.item
                        join truebook.journal_event e on e.global_index = s.global_index
                        order by s.item, s.global_index, s.leg
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("after", afterItem)
                .param("limit", limit)
                .query((row, _) ->
                        new Row(
                                row.getString(1),
                                row.getString(9),
                                row.getString(2),
                                new Step(
                                        row.getString(3),
                                        Times.read(row, 4),
                                        Times.read(row, 5),
                                        Money.of(row.getLong(6), row.getString(7)),
                                        row.getLong(8))))
                .list();
    }

    /** A break and a payout have one currency, and so has their item. */
    private static Item item(List<Row> rows) {
        var first = rows.getFirst();
        var sum = rows.stream().map(row -> row.step.amount).reduce(Money::plus).orElseThrow();
        return new Item(
                first.item,
                first.account,
                first.connection,
                sum,
                first.step.effectiveAt,
                rows.stream().map(Row::step).toList());
    }
}
