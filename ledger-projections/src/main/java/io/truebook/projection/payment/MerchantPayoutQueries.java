package io.truebook.projection.payment;

import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.projection.balance.PostingTotals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payouts to merchants as their events make them, newest first.
 *
 * <p>Found by their events and postings, which are written together: so a payout is in the list as
 * soon as it is booked, and no row has to be kept for that.
 */
public final class MerchantPayoutQueries {

    /**
     * A payout at a place of the journal.
     *
     * @param position of its last event
     */
    public record MerchantPayoutAt(MerchantPayout.Known payout, long position) {}

    /** Read backwards by the index of streams, as far as the page reaches: ids rise with time. */
    private static final String ALL =
            """
            with candidate as not materialized (
                select e.aggregate_id as id from truebook.journal_event e
                where e.aggregate_id > 'mpo_' and e.aggregate_id < 'mpo`' and e.sequence_number = 0
                    and e.tenant = :tenant and :account::text is not null
            )
            """;

    private static final String OF_MERCHANT =
            """
            with candidate as (
                select distinct p.item as id
                from truebook.account a
                join truebook.posting p on p.account_id = a.account_id
                where a.tenant = :tenant and a.name like :account
            )
            """;

    /** What is kept of open items and the newest postings hold all that nobody has told of. */
    private static final String OPEN =
            """
            with payable as materialized (
                select account_id from truebook.account
                where tenant = :tenant and name like :account
            ), candidate as (
                select o.item as id from payable a
                join truebook.open_item o on o.account_id = a.account_id
                union
                select p.item from payable a
                join truebook.posting p on p.account_id = a.account_id
                where p.global_index > {block}
                    * coalesce((select next_block from truebook.open_item_progress), 0)
            )
            """
                    .replace("{block}", Long.toString(PostingTotals.BLOCK));

    private static final String PAGE =
            """
            select c.id from candidate c
            where (:after::text is null or c.id < :after collate "C")
                and (:status::text is null
                    or 'merchant-payout-' || :status = (
                        select last.event_type from truebook.journal_event last
                        where last.aggregate_id = c.id
                        order by last.sequence_number desc limit 1))
                and (:before::timestamptz is null or :before > (
                    select first.recorded_at from truebook.journal_event first
                    where first.aggregate_id = c.id and first.sequence_number = 0))
            order by c.id collate "C" desc limit :limit\
            """;

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
     * Those before another one, newest first.
     *
     * @param merchant null for all
     * @param status null for any
     * @param requestedBefore only those asked for before it; null for whenever
     * @param after the last one of the page before; null for the first page
     */
    public List<MerchantPayoutAt> list(
            String tenant,
            @Nullable String merchant,
            @Nullable Status status,
            @Nullable Instant requestedBefore,
            @Nullable String after,
            int limit) {
        var from = status == Status.REQUESTED ? OPEN : merchant == null ? ALL : OF_MERCHANT;
        return jdbc
                .sql(from + PAGE)
                .param("tenant", tenant)
                .param("account", account(merchant))
                .param("status", status == null ? null : status.code())
                .param("before", utc(requestedBefore))
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> row.getString(1))
                .list()
                .stream()
                .map(id -> fold(id).orElseThrow())
                .toList();
    }

    /** A pattern of account names; nothing in a merchant's is a wildcard. */
    private static String account(@Nullable String merchant) {
        var name = merchant == null ? "%" : merchant.replaceAll("[\\\\%_]", "\\\\$0");
        return "merchant:" + name + ":payout\\_in\\_transit";
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
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
