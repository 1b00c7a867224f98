package io.truebook.projection.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads stored events as Axon wants them, each with what is kept beside it. */
final class JournalReader {

    private static final String EVENT =
            """
            select e.global_index, e.aggregate_type, e.aggregate_id, e.sequence_number, e.event_id,
                e.event_type, e.event_revision, e.recorded_at, e.payload, e.metadata, p.data
            from truebook.journal_event e
            left join truebook.event_personal p on p.global_index = e.global_index
            """;

    private final JdbcClient jdbc;

    JournalReader(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    List<DomainEventData<byte[]>> ofAggregate(String id, long firstSequence, int limit) {
        return jdbc.sql(
                        EVENT
                                + "where e.aggregate_id = ? and e.sequence_number >= ?"
                                + " order by e.sequence_number limit ?")
                .params(id, firstSequence, limit)
                .query((row, _) -> (DomainEventData<byte[]>) entry(row, row.getString(3)))
                .list();
    }

    List<TrackedEventData<byte[]>> after(long index, int limit) {
        return jdbc.sql(EVENT + "where e.global_index > ? order by e.global_index limit ?")
                .params(index, limit)
                .query((row, _) -> tracked(row))
                .list();
    }

    private static TrackedEventData<byte[]> tracked(ResultSet row) throws SQLException {
        var token = new GlobalSequenceTrackingToken(row.getLong(1));
        boolean alone = row.getString(5).equals(row.getString(3));
        return new TrackedDomainEventData<>(token, entry(row, alone ? null : row.getString(3)));
    }

    private static GenericDomainEventEntry<byte[]> entry(
            ResultSet row, @Nullable String aggregateId) throws SQLException {
        int revision = row.getInt(7);
        return new GenericDomainEventEntry<>(
                row.getString(2),
                aggregateId,
                row.getLong(4),
                row.getString(5),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(6),
                revision == 0 ? null : Integer.toString(revision),
                EventJson.withPersonal(row.getBytes(9), row.getBytes(11)),
                row.getBytes(10));
    }

    /** Revisions are numbers; 0 stands for none. */
    static int revision(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException odd) {
            throw new EventStoreException("Not the revision of an event: " + text, odd);
        }
    }

    static long index(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
            default ->
                    throw new IllegalArgumentException(
                            "Not a position in the journal: " + token.getClass().getName());
        };
    }

    Optional<Long> lastSequence(String aggregateId) {
        return number(
                "select max(sequence_number) from truebook.journal_event where aggregate_id = ?",
                aggregateId);
    }

    Optional<Long> firstIndex() {
        return number("select min(global_index) from truebook.journal_event");
    }

    Optional<Long> lastIndex() {
        return number("select max(global_index) from truebook.journal_event");
    }

    /** The index before the first event recorded at this time or later. */
    Optional<Long> indexBefore(Instant time) {
        return number(
                "select min(global_index) - 1 from truebook.journal_event where recorded_at >= ?",
                time.atOffset(ZoneOffset.UTC));
    }

    private Optional<Long> number(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(Long.class).optional();
    }

    List<DomainEventData<byte[]>> snapshots(String aggregateId) {
        return jdbc.sql(
                        """
                        select aggregate_type, aggregate_id, sequence_number, event_id, recorded_at,
                            payload_type, payload_revision, payload, metadata
                        from truebook.journal_snapshot where aggregate_id = ?
                        order by sequence_number desc\
                        """)
                .param(aggregateId)
                .query((row, _) -> (DomainEventData<byte[]>) snapshot(row))
                .list();
    }

    private static GenericDomainEventEntry<byte[]> snapshot(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6),
                row.getString(7),
                row.getBytes(8),
                row.getBytes(9));
    }

    /** Keeps the newest snapshot of an aggregate; a second of the same place changes nothing. */
    void storeSnapshot(
            DomainEventMessage<?> snapshot, SerializedObject<byte[]> payload, byte[] metaData) {
        try {
            jdbc.sql(
                            """
                            insert into truebook.journal_snapshot (aggregate_type, aggregate_id,
                                sequence_number, event_id, recorded_at, payload_type,
                                payload_revision, payload, metadata)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
                            """)
                    .params(
                            snapshot.getType(),
                            snapshot.getAggregateIdentifier(),
                            snapshot.getSequenceNumber(),
                            snapshot.getIdentifier(),
                            snapshot.getTimestamp().atOffset(ZoneOffset.UTC),
                            payload.getType().getName(),
                            payload.getType().getRevision(),
                            payload.getData(),
                            metaData)
                    .update();
            jdbc.sql(
                            """
                            delete from truebook.journal_snapshot
                            where aggregate_id = ? and sequence_number < ?\
                            """)
                    .params(snapshot.getAggregateIdentifier(), snapshot.getSequenceNumber())
                    .update();
        } catch (DataAccessException failure) {
            throw new EventStoreException("The snapshot could not be stored", failure);
        }
    }
}
