package io.truebook.projection.store;

import static java.util.Objects.requireNonNull;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Axon's door to the journal: appends through {@link JournalWriter}, reads from the table.
 *
 * <p>An append runs on the command's thread up to the queue: events become bytes and contributors
 * add their rows there, in parallel; the thread then waits until the batch is durable. Positions
 * are plain indexes, because the writer leaves no gaps. Proved by Axon's own suites for storage
 * engines.
 */
public final class JournalEventStorageEngine extends BatchingEventStorageEngine {

    private final JournalWriter writer;
    private final JournalReader reader;
    private final List<JournalContributor> contributors;
    private final String stateResource;
    private final String tenantWithoutCommand;
    private final boolean snapshots;

    private JournalEventStorageEngine(Builder builder) {
        super(builder);
        writer = requireNonNull(builder.writer, "A journal needs its writer");
        reader = new JournalReader(requireNonNull(builder.dataSource, "Reads need connections"));
        contributors = List.copyOf(builder.contributors);
        stateResource = builder.stateResource;
        tenantWithoutCommand = builder.tenantWithoutCommand;
        snapshots = builder.snapshots;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (!events.isEmpty()) {
            settle(writer.append(append(events, serializer)), events);
        }
    }

    private @Nullable UnitOfWork<?> root() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root() : null;
    }

    private Append append(List<? extends EventMessage<?>> events, Serializer serializer) {
        var root = root();
        Message<?> cause = root == null ? null : root.getMessage();
        var command = cause instanceof CommandMessage<?> sent ? sent : null;
        CommandContext context =
                command == null ? null : CommandContext.from(command.getMetaData()).orElse(null);
        var rows = new BatchRows();
        if (!contributors.isEmpty()) {
            if (context == null || root == null || command == null) {
                throw new EventStoreException("Events without a command's context are not booked");
            }
            var change =
                    new JournalChange(
                            context,
                            command.getPayload(),
                            domainEvents(events),
                            root.getResource(stateResource));
            contributors.forEach(contributor -> contributor.contribute(change, rows));
        }
        var tenant = context == null ? tenantWithoutCommand : context.tenant();
        List<EventRow> stored = new ArrayList<>(events.size());
        events.forEach(event -> stored.add(row(event, context, serializer)));
        return new Append(tenant, context, stored, rows, null);
    }

    private static List<DomainEventMessage<?>> domainEvents(
            List<? extends EventMessage<?>> events) {
        List<DomainEventMessage<?>> all = new ArrayList<>(events.size());
        events.forEach(event -> all.add(asStored(event)));
        return all;
    }

    private static EventRow row(
            EventMessage<?> message, @Nullable CommandContext context, Serializer serializer) {
        var kept = context == null ? message.getMetaData() : MetaData.from(context.eventMetaData());
        boolean ofAggregate = message instanceof DomainEventMessage<?>;
        var event = asStored(message);
        var payload = event.serializePayload(serializer, byte[].class);
        var metaData = serializer.serialize(kept, byte[].class);
        byte[] personal =
                serializer instanceof EventJson json
                        ? json.personal(event.getPayload()).orElse(null)
                        : null;
        return new EventRow(
                ofAggregate ? event.getType() : null,
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getIdentifier(),
                payload.getType().getName(),
                JournalReader.revision(payload.getType().getRevision()),
                Micros.of(event.getTimestamp()),
                payload.getData(),
                metaData.getData(),
                personal);
    }

    /** An event that no aggregate published is a stream of its own, under its own id. */
    private static DomainEventMessage<?> asStored(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> published
                ? published
                : new GenericDomainEventMessage<>(
                        null, event.getIdentifier(), 0, event, event::getTimestamp);
    }

    private void settle(AppendResult result, List<? extends EventMessage<?>> events) {
        switch (result) {
            case AppendResult.Appended(_, long last) -> acknowledge(last);
            case AppendResult.Duplicate(var recorded) -> throw new DuplicateTransaction(recorded);
            case AppendResult.Refused(var refusal) ->
                    throw new CommandRejected(refusal.reason(), refusal.detail());
            case AppendResult.Conflict(int event) ->
                    handlePersistenceException(
                            new SQLIntegrityConstraintViolationException(
                                    "The place of the event is taken", "23505"),
                            events.get(event));
            case AppendResult.Failed(var cause) ->
                    handlePersistenceException(cause, events.getFirst());
            case AppendResult.NotTaken(var why) ->
                    throw new CommandRejected(Rejection.OVERLOADED, why);
            case AppendResult.Unknown _ ->
                    throw new CommandRejected(
                            Rejection.OUTCOME_UNKNOWN, "The commit was not confirmed");
        }
    }

    private void acknowledge(long position) {
        var root = root();
        Message<?> cause = root == null ? null : root.getMessage();
        if (root != null && cause != null) {
            Receipt.fill(cause.getMetaData(), root.getResource(stateResource), position);
        }
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        var stored = reader.ofAggregate(aggregateIdentifier, firstSequenceNumber, batchSize);
        if (getEventSerializer() instanceof EventJson json) {
            stored.forEach(event -> requireReadable(event, json));
        }
        return stored;
    }

    /** A stream with a hole in it would be another aggregate: it is refused as a whole. */
    private static void requireReadable(DomainEventData<?> event, EventJson json) {
        try {
            json.requireReadable(event.getPayload().getType());
        } catch (NewerEvent newer) {
            throw newer.refusal();
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(
            @Nullable TrackingToken lastToken, int batchSize) {
        return reader.after(JournalReader.index(lastToken), batchSize);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return snapshots ? reader.snapshots(aggregateIdentifier).stream() : Stream.empty();
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        var payload = snapshot.serializePayload(serializer, byte[].class);
        var metaData = snapshot.serializeMetaData(serializer, byte[].class);
        reader.storeSnapshot(snapshot, payload, metaData.getData());
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return reader.lastSequence(aggregateIdentifier);
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return token(reader.firstIndex().map(first -> first - 1));
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return token(reader.lastIndex());
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return token(reader.indexBefore(dateTime).or(reader::lastIndex));
    }

    private static @Nullable TrackingToken token(Optional<Long> index) {
        return index.map(GlobalSequenceTrackingToken::new).orElse(null);
    }

    /** What an engine is made of, besides what Axon asks of every engine. */
    public static final class Builder extends BatchingEventStorageEngine.Builder {

        private @Nullable JournalWriter writer;
        private @Nullable DataSource dataSource;
        private List<JournalContributor> contributors = List.of();
        private String stateResource = "";
        private String tenantWithoutCommand = "default";
        private boolean snapshots = true;

        private Builder() {
            persistenceExceptionResolver(Builder::isDuplicate);
            finalAggregateBatchPredicate(batch -> batch.size() < 100);
        }

        public Builder writer(JournalWriter journalWriter) {
            writer = journalWriter;
            return this;
        }

        /** Where reads take their short connections from: a pool. */
        public Builder dataSource(DataSource pool) {
            dataSource = pool;
            return this;
        }

        public Builder contributors(List<JournalContributor> all) {
            contributors = List.copyOf(all);
            return this;
        }

        /** The unit of work's resource in which an aggregate leaves its state. */
        public Builder stateResource(String name) {
            stateResource = name;
            return this;
        }

        /** Where nobody makes snapshots, nobody has to look for one at each load. */
        public Builder withoutSnapshots() {
            snapshots = false;
            return this;
        }

        public JournalEventStorageEngine build() {
            return new JournalEventStorageEngine(this);
        }

        private static boolean isDuplicate(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                    return true;
                }
            }
            return false;
        }
    }
}
