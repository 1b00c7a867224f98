package io.truebook.projection.rebuild;

import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.TransactionKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SimpleSerializedObject;

/** Reads stretches of the journal as the events they hold. */
final class EventsInOrder {

    /**
     * An event with its place.
     *
     * @param transaction that it was appended by
     */
    record Stored(
            long index,
            String tenant,
            String aggregateId,
            Object event,
            TransactionKey transaction,
            String principal) {}

    private static final String EVENT =
            """
            select e.global_index, e.tenant, e.aggregate_id, e.event_type, e.event_revision,
                e.payload, e.metadata, p.data
            from truebook.journal_event e
            left join truebook.event_personal p on p.global_index = e.global_index
            """;

    private final EventJson json;

    EventsInOrder(EventJson json) {
        this.json = json;
    }

    /** Behind one position up to another. */
    List<Stored> between(Connection connection, long after, long upTo) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        EVENT
                                + "where e.global_index > ? and e.global_index <= ?"
                                + " order by e.global_index")) {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            return read(statement);
        }
    }

    /**
     * All events up to a position of the aggregates of a type that have one behind another
     * position.
     */
    List<Stored> ofTouched(Connection connection, String type, long after, long upTo)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        EVENT
                                + """
                                where e.global_index <= ? and e.aggregate_id = any(array(
                                    select distinct aggregate_id from truebook.journal_event
                                    where global_index > ? and global_index <= ?
                                        and aggregate_type = ?))
                                order by e.aggregate_id, e.sequence_number\
                                """)) {
            statement.setLong(1, upTo);
            statement.setLong(2, after);
            statement.setLong(3, upTo);
            statement.setString(4, type);
            return read(statement);
        }
    }

    private List<Stored> read(PreparedStatement statement) throws SQLException {
        List<Stored> found = new ArrayList<>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(stored(rows));
            }
        }
        return found;
    }

    private Stored stored(ResultSet row) throws SQLException {
        Object event =
                json.deserialize(
                        new SimpleSerializedObject<>(
                                EventJson.withPersonal(row.getBytes(6), row.getBytes(8)),
                                byte[].class,
                                row.getString(4),
                                row.getString(5)));
        MetaData metaData =
                json.deserialize(
                        new SimpleSerializedObject<>(
                                row.getBytes(7), byte[].class, MetaData.class.getName(), null));
        return new Stored(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                event,
                transaction(metaData),
                String.valueOf(metaData.get(CommandContext.PRINCIPAL)));
    }

    private static TransactionKey transaction(Map<String, ?> metaData) {
        return new TransactionKey(
                String.valueOf(metaData.get(CommandContext.TENANT)),
                String.valueOf(metaData.get(CommandContext.ORIGIN)),
                String.valueOf(metaData.get(CommandContext.TRANSACTION_ID)));
    }
}
