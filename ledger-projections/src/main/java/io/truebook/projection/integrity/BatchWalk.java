package io.truebook.projection.integrity;

import java.sql.SQLException;

/** Commits adjoin: each batch begins where the one before ended, up to the head. */
final class BatchWalk {

    private static final String BATCHES =
            """
            select batch_id, first_index, last_index from truebook.journal_batch
            where batch_id > ? and batch_id <= ? order by batch_id limit ?\
            """;

    private record Row(long id, long first, long last) {}

    private long count;

    /** Goes through all of them. */
    void run(Tables tables, HeadRow head) throws SQLException {
        var rows =
                new Pages<Row>(before ->
                        tables.list(
                                BATCHES,
                                row -> new Row(row.getLong(1), row.getLong(2), row.getLong(3)),
                                before == null ? 0 : before.id,
                                head.lastBatch(),
                                Tables.PAGE));
        long last = 0;
        for (var row = rows.peek(); row != null; row = rows.peek()) {
            count++;
            if (row.id != count || row.first != last + 1 || row.last < last) {
                throw new DifferenceFound(
                        "batches",
                        row.first,
                        "journal_batch %d is of events %d to %d; expected batch %d from event %d"
                                + " on",
                        row.id,
                        row.first,
                        row.last,
                        count,
                        last + 1);
            }
            last = row.last;
            rows.next();
        }
        if (head.lastIndex() != last || head.lastOfBatches() != head.lastBatch()) {
            throw new DifferenceFound(
                    "batches",
                    head.lastIndex(),
                    "ledger_head is at event %d and batch %d, the last of journal_batch is %d and"
                            + " ends at %d",
                    head.lastIndex(),
                    head.lastBatch(),
                    head.lastOfBatches(),
                    last);
        }
    }

    long count() {
        return count;
    }
}
