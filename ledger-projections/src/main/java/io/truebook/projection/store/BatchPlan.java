package io.truebook.projection.store;

import io.truebook.projection.store.BatchProbe.Found;
import io.truebook.projection.store.BatchProbe.Place;
import io.truebook.projection.store.BatchRows.FinalAnswer;
import io.truebook.projection.store.Intake.Waiting;
import io.truebook.projection.store.Recorded.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works a batch out in memory, command by command in the order they came: who is accepted, with
 * which indexes and balances, who is refused, and who waits for the next batch.
 *
 * <p>A command whose rival (same id, same place, same event) is in this batch waits: only after the
 * commit is it certain what the rival's result is.
 */
final class BatchPlan {

    /** What to tell a command once the batch is durable. */
    record Settled(Waiting waiting, AppendResult result) {}

    /** The stored form of an answer. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record AnswerRow(int status, byte[] body, long position, boolean corrected) {}

    private final Found found;
    private final BalanceSheet sheet;
    private final BatchSeal seal;
    private final BatchWrite write = new BatchWrite();
    private final BatchOperations operations = new BatchOperations();
    private final BatchBreaks breaks = new BatchBreaks();
    private final BatchFoundBreaks foundBreaks = new BatchFoundBreaks();
    private final BatchReferences references = new BatchReferences();
    private final Map<TransactionKey, Recorded> registered = new LinkedHashMap<>();
    private final Map<TransactionKey, CommandContext> contexts = new HashMap<>();
    private final Map<TransactionKey, AnswerRow> answers = new LinkedHashMap<>();
    private final Set<TransactionKey> toRing = new LinkedHashSet<>();
    private final Set<Place> places = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<Waiting> deferred = new ArrayList<>();
    private long lastIndex;

    private BatchPlan(Found found, OpenBooks books, BatchSeal seal) {
        this.found = found;
        this.seal = seal;
        this.sheet = new BalanceSheet(found.lines(), books);
        this.lastIndex = found.head().lastIndex();
    }

    static BatchPlan of(
            List<Waiting> batch, Found found, OpenBooks books, BatchSeal seal, String writer) {
        var plan = new BatchPlan(found, books, seal);
        batch.forEach(plan::walk);
        plan.complete(writer);
        return plan;
    }

    private void walk(Waiting waiting) {
        var append = waiting.append();
        if (hasRival(append)) {
            deferred.add(waiting);
            return;
        }
        AppendResult result;
        try {
            result = decide(append);
        } catch (RuntimeException broken) {
            result = new AppendResult.Failed(broken);
        }
        settled.add(new Settled(waiting, result));
    }

    private boolean hasRival(Append append) {
        var context = append.context();
        return (context != null && registered.containsKey(context.transaction()))
                || references.areClaimedByAnother(append.rows().references())
                || append.events().stream()
                        .anyMatch(event ->
                                places.contains(Place.of(event))
                                        || eventIds.contains(event.eventId()));
    }

    private AppendResult decide(Append append) {
        var context = append.context();
        var stored = context == null ? null : found.transactions().get(context.transaction());
        if (stored != null) {
            return stillToAnswer(append, stored)
                    ? complete(append, stored)
                    : new AppendResult.Duplicate(stored);
        }
        for (int i = 0; i < append.events().size(); i++) {
            if (found.taken().contains(Place.of(append.events().get(i)))) {
                return new AppendResult.Conflict(i);
            }
        }
        long first = lastIndex + 1;
        long last = lastIndex + append.events().size();
        Map<TransactionKey, AnswerRow> rendered = render(append.rows().answers(), last);
        var refusal = sheet.apply(append, first);
        if (refusal != null) {
            return refuse(append, refusal);
        }
        accept(append, first, last, rendered);
        return new AppendResult.Appended(first, last);
    }

    /** A limit refused the command in an earlier batch, and this is the text of that refusal. */
    private static boolean stillToAnswer(Append append, Recorded stored) {
        return append.isRegisterOnly() && stored.rejection() != null && stored.answer() == null;
    }

    private AppendResult complete(Append append, Recorded stored) {
        answers.putAll(render(append.rows().answers(), stored.position()));
        return new AppendResult.Appended(stored.firstIndex(), stored.lastIndex());
    }

    private AppendResult refuse(Append append, Refusal refusal) {
        if (append.context() != null) {
            register(append, append.context(), 0, 0, refusal);
        }
        return new AppendResult.Refused(refusal);
    }

    private void accept(
            Append append, long first, long last, Map<TransactionKey, AnswerRow> rendered) {
        long index = first;
        for (var event : append.events()) {
            writeEvent(append.tenant(), event, index++);
            places.add(Place.of(event));
            eventIds.add(event.eventId());
        }
        lastIndex = last;
        if (append.context() != null) {
            boolean none = append.events().isEmpty();
            register(append, append.context(), none ? 0 : first, none ? 0 : last, append.refusal());
        }
        rendered.forEach(this::answer);
        BatchErasure.write(append, last, write);
        operations.add(append, last);
        breaks.add(append, last);
        foundBreaks.add(append, last);
        references.add(append);
    }

    private void writeEvent(String tenant, EventRow event, long index) {
        write.add(
                BatchTable.EVENT,
                index,
                tenant,
                event.aggregateType(),
                event.aggregateId(),
                event.sequence(),
                event.eventId(),
                event.type(),
                (long) event.revision(),
                event.recordedAtMicros(),
                event.payload(),
                event.metaData());
        seal.add(event.leaf(tenant, index));
        if (event.personal() != null) {
            write.add(BatchTable.PERSONAL, index, tenant, event.personal());
        }
    }

    private void register(
            Append append,
            CommandContext context,
            long first,
            long last,
            @Nullable Refusal refusal) {
        var key = context.transaction();
        registered.put(
                key,
                new Recorded(
                        key,
                        context.commandName(),
                        context.fields(),
                        append.rows().subject(),
                        first,
                        last,
                        lastIndex,
                        refusal,
                        null));
        contexts.put(key, context);
        if (refusal != null) {
            toRing.add(key);
        }
    }

    private static Map<TransactionKey, AnswerRow> render(List<FinalAnswer> given, long position) {
        Map<TransactionKey, AnswerRow> rows = new LinkedHashMap<>();
        for (var answer : given) {
            var body = answer.body().apply(position);
            rows.put(
                    answer.key(),
                    new AnswerRow(answer.status(), body, position, answer.corrected()));
        }
        return rows;
    }

    private void answer(TransactionKey key, AnswerRow row) {
        if (row.corrected) {
            answers.put(key, row);
        } else {
            answers.putIfAbsent(key, row);
        }
    }

    /** Adds what is known only when the last command was worked out. */
    private void complete(String writer) {
        registered.forEach((key, row) -> writeTransaction(row, answers.remove(key)));
        answers.forEach(this::writeAnswer);
        long lastAccount = sheet.writeTo(write, found.head().lastAccount());
        operations.writeTo(write);
        breaks.writeTo(write);
        foundBreaks.writeTo(write);
        references.writeTo(write);
        if (write.isEmpty()) {
            return;
        }
        if (!toRing.isEmpty()) {
            write.add(BatchTable.NOTICE, writer);
        }
        long batch = batchId();
        write.add(BatchTable.COMMIT_RECORD, batch, writer, found.head().lastIndex() + 1, lastIndex);
        write.add(BatchTable.HEAD, lastIndex, batch, lastAccount, seal.writeTo(write, batch));
    }

    private void writeTransaction(Recorded row, @Nullable AnswerRow answer) {
        var refusal = row.rejection();
        var context = contexts.get(row.key());
        write.add(
                BatchTable.TRANSACTION,
                row.key().tenant(),
                row.key().origin(),
                row.key().id(),
                row.commandName(),
                context == null ? "" : context.principal(),
                row.subjectId(),
                (long) row.fields().version(),
                row.fields().lines(),
                row.firstIndex(),
                row.lastIndex(),
                answer == null ? row.position() : answer.position(),
                refusal == null ? null : refusal.reason().name(),
                refusal == null ? null : refusal.detail(),
                answer == null ? null : (long) answer.status(),
                answer == null ? null : answer.body());
        if (answer != null) {
            toRing.add(row.key());
        }
    }

    private void writeAnswer(TransactionKey key, AnswerRow answer) {
        write.add(
                BatchTable.ANSWER,
                key.tenant(),
                key.origin(),
                key.id(),
                (long) answer.status(),
                answer.body(),
                answer.corrected(),
                answer.position());
        toRing.add(key);
    }

    BatchWrite write() {
        return write;
    }

    /** The id this batch is looked up by when its commit is not acknowledged. */
    long batchId() {
        return found.head().lastBatch() + 1;
    }

    List<Settled> settled() {
        return settled;
    }

    List<Waiting> deferred() {
        return deferred;
    }

    /** Transactions that have their final answer with this batch. */
    Set<TransactionKey> answered() {
        return toRing;
    }
}
