package io.truebook.projection.payment;

import io.truebook.ledger.providerobject.Payout;
import io.truebook.ledger.providerobject.PayoutEvent;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payouts as their events make them, newest first.
 *
 * <p>Found by the posting that put them in transit, which is written with the event: so a payout is
 * in the list as soon as it is booked, and no row has to be kept for that.
 */
public final class PayoutQueries {

    /**
     * A payout at a place of the journal.
     *
     * @param index of the event that created it: its place in the list
     * @param position of its last event
     */
    public record PayoutAt(
            String payoutId, String connection, Payout payout, long index, long position) {}

    private record Found(String key, long index, String connection, String payoutId) {}

    private final EventStore events;
    private final JdbcClient jdbc;

    public PayoutQueries(EventStore events, DataSource dataSource) {
        this.events = events;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Those before a place of the journal.
     *
     * @param connection null for all
     */
    public List<PayoutAt> list(String tenant, @Nullable String connection, long before, int limit) {
        return jdbc
                .sql(
                        """
                        select e.aggregate_id, e.global_index, split_part(a.name, ':', 2), p.item
                        from truebook.account a
                        join truebook.posting p on p.account_id = a.account_id
                        join truebook.journal_event e on e.global_index = p.global_index
                        where a.tenant = :tenant and a.name like 'provider:%:in_transit'
                            and (:connection::text is null
                                or a.name = 'provider:' || :connection || ':in_transit')
                            and e.event_type = 'payout-created' and p.global_index < :before
                        order by p.global_index desc limit :limit
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) ->
                        new Found(
                                row.getString(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4)))
                .list()
                .stream()
                .map(this::fold)
                .toList();
    }

    private PayoutAt fold(Found found) {
        var stream = events.readEvents(found.key);
        var payout = Payout.UNHEARD_OF;
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof PayoutEvent event) {
                payout = payout.evolve(event);
            }
        }
        long position =
                jdbc.sql(
                                """
                                select global_index from truebook.journal_event
                                where aggregate_id = ? and sequence_number = ?
                                """)
                        .params(found.key, stream.getLastSequenceNumber())
                        .query(Long.class)
                        .single();
        return new PayoutAt(found.payoutId, found.connection, payout, found.index, position);
    }
}
