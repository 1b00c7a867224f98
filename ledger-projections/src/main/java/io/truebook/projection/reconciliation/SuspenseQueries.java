package io.truebook.projection.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.truebook.ledger.money.Money;
import io.truebook.projection.balance.OpenItems;
import io.truebook.projection.balance.OpenItems.OpenItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What waits in suspense accounts, or is set aside for merchants and not yet paid: every item that
 * does not net to zero, with all that was booked for it.
 */
public final class SuspenseQueries {

    /**
     * An open item, which is about a break or a payout to a merchant.
     *
     * @param open its net is above zero where somebody's money waits with us
     * @param history oldest first
     */
    public record Item(OpenItem open, List<Step> history) {
        public Item {
            history = List.copyOf(history);
        }

        /** The provider account it is of; null where it is of none. */
        public @Nullable String connection() {
            return open.account().startsWith(SUSPENSE)
                    ? open.account().substring(SUSPENSE.length())
                    : null;
        }
    }

    /**
     * One posting.
     *
     * @param amount above zero where it was put into suspense
     */
    public record Step(
            String event, Instant at, Instant effectiveAt, Money amount, long position) {}

    private record Booked(String item, Step step) {}

    private static final String SUSPENSE = "suspense:";

    /** Its own events book what waits for it, so that they are all there is to read. */
    private static final String HISTORY =
            """
            select e.aggregate_id, e.event_type, e.recorded_at, p.effective_at,
                case p.side when 'credit' then p.amount_minor else -p.amount_minor end,
                p.currency, p.global_index
            from truebook.journal_event e
            join truebook.posting p on p.global_index = e.global_index
            join truebook.account a on a.account_id = p.account_id
            where e.aggregate_id in (:items) and a.tenant = :tenant and p.item = e.aggregate_id
                and (a.name like 'suspense:%' or a.name like 'merchant:%:payout\\_in\\_transit')
            order by e.aggregate_id, p.global_index, p.leg
            """;

    private final OpenItems open;
    private final JdbcClient jdbc;

    public SuspenseQueries(OpenItems open, DataSource dataSource) {
        this.open = open;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A page in the order of accounts and items.
     *
     * @param connection null for all
     */
    public List<Item> open(
            String tenant, @Nullable String connection, OpenItems.Cursor after, int limit) {
        var accounts =
                connection == null
                        ? List.of(SUSPENSE + "*", "merchant:*:payout_in_transit")
                        : List.of(SUSPENSE + connection);
        var items = open.list(tenant, accounts, after, limit);
        var history = history(tenant, items.stream().map(OpenItem::item).toList());
        return items.stream()
                .map(item -> new Item(item, history.getOrDefault(item.item(), List.of())))
                .toList();
    }

    private Map<String, List<Step>> history(String tenant, List<String> items) {
        if (items.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(HISTORY)
                .param("items", items)
                .param("tenant", tenant)
                .query((row, _) ->
                        new Booked(
                                row.getString(1),
                                new Step(
                                        row.getString(2),
                                        Times.read(row, 3),
                                        Times.read(row, 4),
                                        Money.of(row.getLong(5), row.getString(6)),
                                        row.getLong(7))))
                .list()
                .stream()
                .collect(groupingBy(Booked::item, mapping(Booked::step, toList())));
    }
}
