package io.truebook.projection.integrity;

import static java.util.stream.Collectors.groupingBy;

import io.truebook.projection.seal.EventLeaf;
import io.truebook.projection.seal.JournalLeaves;
import io.truebook.projection.store.EventJson;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** Reads the journal page by page, as rows and as the events they are the form of. */
final class EventReader {

    private static final String EVENTS =
            "select "
                    + JournalLeaves.COLUMNS
                    + " from truebook.journal_event where global_index > ? and global_index <= ?"
                    + " order by global_index limit ?";

    private static final String OF_AGGREGATES =
            "select "
                    + JournalLeaves.COLUMNS
                    + " from truebook.journal_event where aggregate_id = any(?)"
                    + " and global_index <= ? order by aggregate_id, sequence_number";

    private final Tables tables;
    private final EventJson json;

    EventReader(Tables tables, EventJson json) {
        this.tables = tables;
        this.json = json;
    }

    List<ReadEvent> after(long position, long upTo) throws SQLException {
        return tables.list(EVENTS, JournalLeaves::read, position, upTo, Tables.PAGE).stream()
                .map(this::read)
                .toList();
    }

    /** The events of a few aggregates, each one's in order. */
    Map<String, List<ReadEvent>> of(Collection<String> aggregates, long upTo) throws SQLException {
        Object[] ids = aggregates.toArray(String[]::new);
        return tables.list(OF_AGGREGATES, JournalLeaves::read, ids, upTo).stream()
                .map(this::read)
                .collect(groupingBy(event -> event.leaf().aggregateId()));
    }

    private ReadEvent read(EventLeaf leaf) {
        return new ReadEvent(leaf, event(leaf), metaData(leaf));
    }

    private @Nullable Object event(EventLeaf leaf) {
        SerializedObject<byte[]> stored =
                new SimpleSerializedObject<>(
                        leaf.payload(), byte[].class, leaf.type(), Long.toString(leaf.revision()));
        try {
            return json.deserialize(stored);
        } catch (SerializationException unreadable) {
            return null;
        }
    }

    private @Nullable Map<String, ?> metaData(EventLeaf leaf) {
        try {
            MetaData read =
                    json.deserialize(
                            new SimpleSerializedObject<>(
                                    leaf.metaData(), byte[].class, MetaData.class.getName(), null));
            return read;
        } catch (SerializationException unreadable) {
            return null;
        }
    }
}
