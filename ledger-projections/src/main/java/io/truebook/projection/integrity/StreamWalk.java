package io.truebook.projection.integrity;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the events aggregate by aggregate: each one's places are gapless and in the order of
 * the journal, and no fact of a provider is booked twice.
 *
 * <p>A refused capture or void may rest on a fact that was booked as something else; it moves
 * nothing. One aggregate's facts are in memory at a time.
 */
final class StreamWalk {

    private static final String EVENTS =
            """
            select aggregate_id, sequence_number, global_index,
                case when event_type not in ('capture-failed', 'void-failed')
                    then convert_from(payload, 'UTF8')::json #>> '{evidence,fact_key}' end,
                event_type in ('refund-requested', 'merchant-payout-requested'),
                case when event_type = 'charge-authorized' then 'hold'
                    when event_type in ('charge-captured', 'charge-voided', 'charge-expired',
                        'charge-failed') then 'end'
                    when event_type in ('refund-requested', 'dispute-opened',
                        'dispute-funds-withdrawn', 'amount-parked', 'merchant-payout-requested')
                        then 'item' end
            from truebook.journal_event
            where (aggregate_id, sequence_number) > (?, ?) and global_index <= ?
            order by aggregate_id, sequence_number limit ?\
            """;

    private record Row(
            String aggregate,
            long sequence,
            long position,
            @Nullable String fact,
            boolean paysOut,
            @Nullable String leaves) {}

    private final MoneyOutWalk moneyOut;
    private final StandingWalk standing;
    private final Map<String, Long> facts = new HashMap<>();
    private String payer = "";
    private boolean leavesHold;
    private boolean leavesItem;
    private @Nullable Row before;

    StreamWalk(MoneyOutWalk moneyOut, StandingWalk standing) {
        this.moneyOut = moneyOut;
        this.standing = standing;
    }

    /** Goes through all of them. */
    void run(Tables tables, HeadRow head, Progress progress) throws SQLException {
        var rows =
                new Pages<Row>(last ->
                        tables.list(
                                EVENTS,
                                row ->
                                        new Row(
                                                row.getString(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getString(4),
                                                row.getBoolean(5),
                                                row.getString(6)),
                                last == null ? "" : last.aggregate,
                                last == null ? -1 : last.sequence,
                                head.lastIndex(),
                                Tables.PAGE));
        long done = 0;
        for (var row = rows.peek(); row != null; row = rows.peek()) {
            check(row);
            look(row);
            if (row.paysOut && !payer.equals(row.aggregate)) {
                payer = row.aggregate;
                moneyOut.add(payer);
            }
            before = row;
            rows.next();
            if (++done % Tables.PAGE == 0) {
                progress.at("events by aggregate", done, head.lastIndex());
            }
        }
        endAggregate();
        standing.end();
        moneyOut.end();
    }

    /** A hold that ended leaves nothing; of everything else the state alone tells. */
    private void look(Row row) throws SQLException {
        if (before == null || !before.aggregate.equals(row.aggregate)) {
            endAggregate();
        }
        switch (row.leaves) {
            case "hold" -> leavesHold = true;
            case "end" -> leavesHold = false;
            case "item" -> leavesItem = true;
            case null, default -> {}
        }
    }

    private void endAggregate() throws SQLException {
        if (before != null && (leavesHold || leavesItem)) {
            standing.add(before.aggregate);
        }
        leavesHold = false;
        leavesItem = false;
    }

    private void check(Row row) {
        boolean isSame = before != null && before.aggregate.equals(row.aggregate);
        if (!isSame) {
            facts.clear();
        }
        long expected = isSame && before != null ? before.sequence + 1 : 0;
        if (row.sequence != expected) {
            throw new DifferenceFound(
                    "sequences",
                    row.position,
                    "journal_event %d is number %d of %s; expected number %d",
                    row.position,
                    row.sequence,
                    row.aggregate,
                    expected);
        }
        if (isSame && before != null && before.position > row.position) {
            throw new DifferenceFound(
                    "sequences",
                    row.position,
                    "journal_event %d is number %d of %s, but stands before number %d",
                    row.position,
                    row.sequence,
                    row.aggregate,
                    before.sequence);
        }
        if (row.fact == null) {
            return;
        }
        var first = facts.putIfAbsent(row.fact, row.position);
        if (first != null) {
            throw new DifferenceFound(
                    "facts",
                    row.position,
                    "journal_event %d books the fact %s again; event %d has booked it",
                    row.position,
                    row.fact,
                    first);
        }
    }
}
