package io.truebook.api.http;

import io.truebook.projection.balance.PostingQueries;
import io.truebook.projection.balance.PostingQueries.PostingRow;
import io.truebook.projection.payment.TraceQueries;
import io.truebook.projection.payment.TraceQueries.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts what is kept about a payment into one line of time. */
final class Trace {

    /**
     * One thing that happened.
     *
     * @param kind event, posting, provider_call, callback or break
     */
    record Entry(Instant at, String kind, Map<String, @Nullable Object> details) {}

    /** Entries in order of time, and the index of the last event among them. */
    record Line(List<Entry> entries, long position) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Events that name no operation are about the charge itself. */
    private static final Set<String> OF_THE_CHARGE =
            Set.of(
                    "charge-requested",
                    "charge-processing",
                    "charge-action-required",
                    "provider-fee-recorded");

    private final TraceQueries traces;
    private final PostingQueries postings;

    Trace(TraceQueries traces, PostingQueries postings) {
        this.traces = traces;
        this.postings = postings;
    }

    /** All of a payment. */
    Line ofPayment(String tenant, String paymentId) {
        return line(tenant, paymentId, _ -> true, _ -> true);
    }

    /** The part of a payment that one of its operations caused or was answered by. */
    Line ofOperation(String tenant, String paymentId, String operationId) {
        return line(
                tenant,
                paymentId,
                event -> concerns(event, paymentId, operationId),
                operationId::equals);
    }

    private Line line(
            String tenant,
            String paymentId,
            Predicate<Event> wantedEvents,
            Predicate<String> wantedOperations) {
        var events = traces.events(tenant, paymentId).stream().filter(wantedEvents).toList();
        var positions = events.stream().map(Event::position).collect(Collectors.toSet());
        var entries = new ArrayList<Entry>();
        events.forEach(event -> entries.add(entry(event)));
        postings.ofAggregate(tenant, paymentId).stream()
                .filter(posting -> positions.contains(posting.position()))
                .forEach(posting -> entries.add(entry(posting)));
        traces.attempts(tenant, paymentId).stream()
                .filter(attempt -> wantedOperations.test(attempt.operationId()))
                .forEach(attempt -> entries.add(entry(attempt)));
        var begin = events.isEmpty() ? Instant.MAX : events.getFirst().recordedAt();
        traces.callbacks(tenant, paymentId).stream()
                .filter(callback -> !callback.receivedAt().isBefore(begin))
                .forEach(callback -> entries.add(entry(callback)));
        traces.breaks(tenant, paymentId).forEach(found -> entries.add(entry(found)));
        entries.sort(Comparator.comparing(Entry::at));
        long last = events.isEmpty() ? 0 : events.getLast().position();
        return new Line(List.copyOf(entries), last);
    }

    private static boolean concerns(Event event, String paymentId, String operationId) {
        var data = JSON.readTree(event.data());
        return (OF_THE_CHARGE.contains(event.type()) && operationId.equals(paymentId))
                || data.path("operation_id").asString("").equals(operationId)
                || data.path("refund_id").asString("").equals(operationId)
                || holds(data.path("answered").path("operations"), operationId)
                || holds(data.path("answered").path("corrected"), operationId);
    }

    private static boolean holds(JsonNode list, String id) {
        return list.valueStream().anyMatch(element -> element.asString("").equals(id));
    }

    private static Entry entry(Event event) {
        var metaData = JSON.readTree(event.metaData());
        return new Entry(
                event.recordedAt(),
                "event",
                details(
                        "journal_position", event.position(),
                        "type", event.type(),
                        "revision", event.revision(),
                        "principal", metaData.path("principal").asString(""),
                        "origin", metaData.path("origin").asString(""),
                        "transaction_id", metaData.path("transaction_id").asString(""),
                        "data", JSON.readTree(event.data())));
    }

    private static Entry entry(PostingRow posting) {
        return new Entry(
                posting.recordedAt(),
                "posting",
                details(
                        "journal_position", posting.position(),
                        "account", posting.account(),
                        "layer", posting.layer(),
                        "side", posting.side(),
                        "amount", posting.amount(),
                        "currency", posting.currency(),
                        "balance", posting.balance(),
                        "effective_at", posting.effectiveAt()));
    }

    private static Entry entry(TraceQueries.Attempt attempt) {
        return new Entry(
                attempt.startedAt(),
                "provider_call",
                details(
                        "operation", attempt.operationId(),
                        "attempt", attempt.number(),
                        "step", attempt.step(),
                        "outcome", attempt.outcome(),
                        "detail", attempt.detail(),
                        "finished_at", attempt.finishedAt()));
    }

    private static Entry entry(TraceQueries.Callback callback) {
        return new Entry(
                callback.receivedAt(),
                "callback",
                details(
                        "event_id", callback.eventId(),
                        "event_type", callback.eventType(),
                        "status", callback.status(),
                        "finished_at", callback.finishedAt()));
    }

    private static Entry entry(TraceQueries.FoundBreak found) {
        return new Entry(
                found.firstSeenAt(),
                "break",
                details(
                        "id", found.id(),
                        "code", found.code(),
                        "status", found.status(),
                        "amount", found.amount(),
                        "currency", found.currency()));
    }

    private static Map<String, @Nullable Object> details(@Nullable Object... pairs) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            details.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return details;
    }
}
