package io.truebook.projection.payment;

import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payouts to merchants as their events make them, newest first.
 *
 * <p>Found by the posting that set the amount aside, which is written with the event: so a payout
 * is in the list as soon as it is booked, and no row has to be kept for that.
 */
public final class MerchantPayoutQueries {

    /**
     * A payout at a place of the journal.
     *
     * @param position of its last event
     */
    public record MerchantPayoutAt(MerchantPayout.Known payout, long position) {}

    private final EventStore events;
    private final JdbcClient jdbc;

    public MerchantPayoutQueries(EventStore events, DataSource dataSource) {
        this.events = events;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The payout of this id; another tenant's is not there. */
    public Optional<MerchantPayoutAt> byId(String tenant, String payoutId) {
        return fold(payoutId).filter(found -> found.payout.request().tenant().equals(tenant));
    }

    /**
     * Those before another one.
     *
     * @param merchant null for all
     * @param status null for any
     * @param after the last one of the page before; null for the first page
     */
    public List<MerchantPayoutAt> list(
            String tenant,
            @Nullable String merchant,
            @Nullable String status,
            @Nullable String after,
            int limit) {
        return jdbc
                .sql(
                        """
                        select e.aggregate_id
                        from truebook.account a
                        join truebook.posting p on p.account_id = a.account_id
                        join truebook.journal_event e on e.global_index = p.global_index
                        where a.tenant = :tenant
                            and a.name like 'merchant:%:payout\\_in\\_transit'
                            and (:merchant::text is null
                                or a.name = 'merchant:' || :merchant || ':payout_in_transit')
                            and e.event_type = 'merchant-payout-requested'
                            and (:after::text is null or e.aggregate_id < :after collate "C")
                            and (:status::text is null
                                or 'merchant-payout-' || :status = (
                                    select last.event_type from truebook.journal_event last
                                    where last.aggregate_id = e.aggregate_id
                                    order by last.sequence_number desc limit 1))
                        order by e.aggregate_id desc limit :limit
                        """)
                .param("tenant", tenant)
                .param("merchant", merchant)
                .param("status", status)
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> row.getString(1))
                .list()
                .stream()
                .map(id -> fold(id).orElseThrow())
                .toList();
    }

    private Optional<MerchantPayoutAt> fold(String payoutId) {
        var stream = events.readEvents(payoutId);
        MerchantPayout payout = new MerchantPayout.Unheard();
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof MerchantPayoutEvent event) {
                payout = payout.evolve(event);
            }
        }
        if (!(payout instanceof MerchantPayout.Known known)) {
            return Optional.empty();
        }
        long position =
                jdbc.sql(
                                """
                                select global_index from truebook.journal_event
                                where aggregate_id = ? and sequence_number = ?
                                """)
                        .params(payoutId, stream.getLastSequenceNumber())
                        .query(Long.class)
                        .single();
        return Optional.of(new MerchantPayoutAt(known, position));
    }
}
