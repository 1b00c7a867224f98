package io.truebook.projection.rebuild;

import io.truebook.projection.balance.Booking;
import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The balances: the sum of the postings of each account and currency. */
final class BalanceProjection implements Projection {

    private static final DerivedTable BALANCE =
            new DerivedTable(
                    "account_balance",
                    List.of("account_id", "currency"),
                    List.of(
                            "account_id",
                            "currency",
                            "tenant",
                            "posted_debits",
                            "posted_credits",
                            "pending_debits",
                            "pending_credits",
                            "version",
                            "updated_index"),
                    """
                    r.account_id in (
                        select account_id from truebook.account_balance
                        where updated_index > {position}
                        union all select account_id from truebook_rebuild.account_balance
                        where updated_index > {position})\
                    """);

    private static final String UPSERT =
            """
            insert into truebook_rebuild.account_balance (account_id, currency, tenant,
                posted_debits, posted_credits, pending_debits, pending_credits, version,
                updated_index)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (account_id, currency) do update set
                posted_debits = excluded.posted_debits, posted_credits = excluded.posted_credits,
                pending_debits = excluded.pending_debits,
                pending_credits = excluded.pending_credits, version = excluded.version,
                updated_index = excluded.updated_index\
            """;

    private record Key(long account, String currency) {}

    private final BookedEvents booked;

    BalanceProjection(EventJson json, Function<Object, Optional<Booking>> bookings) {
        booked = new BookedEvents(json, bookings);
    }

    @Override
    public String name() {
        return "balances";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(BALANCE);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        Map<Key, BookedEvents.Booked> changed = new HashMap<>();
        booked.walk(
                work,
                after,
                upTo,
                leg ->
                        changed.put(
                                new Key(leg.account(), leg.posting().amount().currency().code()),
                                leg));
        try (var statement = work.prepareStatement(UPSERT)) {
            for (var last : changed.values()) {
                var columns = last.after();
                statement.setLong(1, last.account());
                statement.setString(2, last.posting().amount().currency().code());
                statement.setString(3, last.tenant());
                statement.setLong(4, columns.postedDebits());
                statement.setLong(5, columns.postedCredits());
                statement.setLong(6, columns.pendingDebits());
                statement.setLong(7, columns.pendingCredits());
                statement.setLong(8, columns.version());
                statement.setLong(9, last.index());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
