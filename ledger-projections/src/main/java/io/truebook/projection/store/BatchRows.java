package io.truebook.projection.store;

import io.truebook.ledger.journal.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows that one change adds beside its events, for the same commit.
 *
 * <p>Not thread-safe: it belongs to the command's thread until the change is queued.
 */
public final class BatchRows {

    /** The entry of one event. */
    record Entry(int event, JournalEntry entry, Instant effectiveAt, Limits limits) {}

    /** A provider object that belongs to a payment. */
    public record Reference(String connection, String kind, String objectId, String paymentId) {}

    /** Everything that is kept of what clients wrote about people, up to this change. */
    record Erasure(String aggregateId, Set<TransactionKey> answers) {}

    /** The final answer of a transaction. */
    record FinalAnswer(
            TransactionKey key, int status, LongFunction<byte[]> body, boolean corrected) {}

    private final List<Entry> entries = new ArrayList<>(2);
    private final List<OpenOperation> opened = new ArrayList<>(1);
    private final List<String> closed = new ArrayList<>(1);
    private final List<Reference> references = new ArrayList<>(1);
    private final List<FinalAnswer> answers = new ArrayList<>(1);
    private final List<BreakCase> breakCases = new ArrayList<>(0);
    private final List<FoundBreak> foundBreaks = new ArrayList<>(0);
    private @Nullable Instant openFrom;
    private @Nullable Erasure erasure;
    private @Nullable String subject;

    /**
     * Books an entry for the event at this position of the change (0 is the first).
     *
     * <p>The change is refused as a whole when one of its limits would be passed. Facts a provider
     * reports are booked without.
     */
    public void post(int event, JournalEntry entry, Instant effectiveAt, Limits limits) {
        if (!entry.isEmpty()) {
            entries.add(new Entry(event, entry, effectiveAt, limits));
        }
    }

    /** Leaves a provider call to be made. */
    public void openOperation(OpenOperation operation) {
        opened.add(operation);
    }

    /** Marks a provider call as settled: nobody needs to make it or ask about it again. */
    public void closeOperation(String operationId) {
        closed.add(operationId);
    }

    /** Lets what the provider calls by this id be found; it can belong to one payment only. */
    public void reference(String connection, String objectKind, String objectId, String paymentId) {
        references.add(new Reference(connection, objectKind, objectId, paymentId));
    }

    /** Names what the command's transaction is about (a charge, a refund), for its lookup. */
    public void subject(String id) {
        subject = id;
    }

    /**
     * Gives a transaction its final answer, which then never changes unless it is corrected.
     *
     * <p>The body is asked for on the writer's thread, with the index of the change's last event:
     * it must only fill in that number.
     */
    public void answer(
            TransactionKey key,
            int status,
            LongFunction<byte[]> bodyAtPosition,
            boolean corrected) {
        answers.add(new FinalAnswer(key, status, bodyAtPosition, corrected));
    }

    /**
     * Erases what was stored beside the aggregate's events, and takes it out of these stored
     * answers; every other byte of them stays.
     */
    public void erase(String aggregateId, Set<TransactionKey> answered) {
        erasure = new Erasure(aggregateId, Set.copyOf(answered));
    }

    /** Says how far the decisions about a break are from here on. */
    public void breakCase(BreakCase row) {
        breakCases.add(row);
    }

    /** Says what a break of an operation is about, and whether it is one still. */
    public void foundBreak(FoundBreak row) {
        foundBreaks.add(row);
    }

    /** Closes the tenant's books before this time: what comes behind counts from then on. */
    public void closeBefore(Instant open) {
        openFrom = open;
    }

    @Nullable Instant openFrom() {
        return openFrom;
    }

    List<FoundBreak> foundBreaks() {
        return foundBreaks;
    }

    List<BreakCase> breakCases() {
        return breakCases;
    }

    @Nullable Erasure erasure() {
        return erasure;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Calls that are to be made. */
    public List<OpenOperation> opened() {
        return List.copyOf(opened);
    }

    /** Operations that are settled. */
    public List<String> closed() {
        return List.copyOf(closed);
    }

    /** Provider objects that were told of. */
    public List<Reference> references() {
        return List.copyOf(references);
    }

    List<FinalAnswer> answers() {
        return List.copyOf(answers);
    }

    @Nullable String subject() {
        return subject;
    }
}
