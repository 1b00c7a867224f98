package io.truebook.projection.integrity;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal ends, by the head and by the tables themselves, in one statement.
 *
 * @param frontier of the Merkle tree; null while nothing is sealed
 * @param lastClose index of the event that last closed a period; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record HeadRow(
        long lastIndex,
        long lastBatch,
        byte @Nullable [] frontier,
        long lastEvent,
        long lastPosting,
        long lastOfBatches,
        long lastClose) {

    private static final String SQL =
            """
            select h.last_index, h.last_batch, h.frontier,
                (select coalesce(max(global_index), 0) from truebook.journal_event),
                (select coalesce(max(global_index), 0) from truebook.posting),
                (select coalesce(max(batch_id), 0) from truebook.journal_batch), h.last_close
            from truebook.ledger_head h\
            """;

    static HeadRow read(Tables tables) throws SQLException {
        return tables.one(
                SQL,
                row ->
                        new HeadRow(
                                row.getLong(1),
                                row.getLong(2),
                                row.getBytes(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)));
    }
}
