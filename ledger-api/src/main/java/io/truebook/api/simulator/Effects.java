package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything one request changes: objects, money movements, events, deliveries owed, work promised,
 * and the answer kept under its idempotency key. It is committed whole or not at all.
 *
 * <p>An object put here is live until the commit: a handler may go on changing the document it put.
 */
final class Effects {
    /** An object of the provider; the two references are what lists are filtered by. */
    record Stored(
            String id,
            String kind,
            long created,
            @Nullable String paymentIntent,
            @Nullable String charge,
            ObjectNode body) {}

    /** An event, its snapshot already frozen into the body. */
    record Event(
            String id, Dialect dialect, String type, long created, String objectId, String body) {}

    /**
     * A delivery owed to an endpoint until it answered 2xx; with {@code afterType}, it is held
     * until an event of such a type was delivered there, or it is due.
     */
    record Delivery(
            String id,
            String eventId,
            String endpoint,
            int attempts,
            long dueMillis,
            Signing signing,
            @Nullable String afterType) {

        Delivery due(long newDueMillis, int newAttempts) {
            return new Delivery(
                    id, eventId, endpoint, newAttempts, newDueMillis, signing, afterType);
        }
    }

    /** Something the provider will do by itself at its time. */
    record Promise(String id, long dueMillis, String task, String objectId) {}

    /** The answer kept under an idempotency key. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared: the bytes are the point.
    record KeptAnswer(
            String key,
            String fingerprint,
            int status,
            byte[] body,
            String requestId,
            long createdMillis) {}

    private final SequencedMap<String, Stored> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, BalanceTransaction> movements = new LinkedHashMap<>();
    private final List<AdyenBooking> bookings = new ArrayList<>();
    private final Map<String, AdyenBooking.Settled> settled = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<Promise> promises = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> paidOut = new LinkedHashMap<>();
    private final @Nullable String requestId;
    private final @Nullable String idempotencyKey;
    private @Nullable KeptAnswer answer;
    private @Nullable Runnable release;

    private Effects(@Nullable String requestId, @Nullable String idempotencyKey) {
        this.requestId = requestId;
        this.idempotencyKey = idempotencyKey;
    }

    /** Effects of a request: their events name it. */
    static Effects of(ApiRequest request) {
        return new Effects(request.requestId(), request.idempotencyKey());
    }

    /** Effects nobody asked for over the API: their events name no request. */
    static Effects ofProvider() {
        return new Effects(null, null);
    }

    @Nullable String requestId() {
        return requestId;
    }

    @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    void put(Stored object) {
        objects.put(object.id(), object);
    }

    void label(String objectId, Map<String, String> pairs) {
        if (!pairs.isEmpty()) {
            metadata.put(objectId, pairs);
        }
    }

    void move(BalanceTransaction movement) {
        movements.put(movement.id(), movement);
    }

    void book(AdyenBooking booking) {
        bookings.add(booking);
    }

    void settle(String bookingId, AdyenBooking.Settled batch) {
        settled.put(bookingId, batch);
    }

    void tell(Event event) {
        events.add(event);
    }

    void owe(Delivery delivery) {
        deliveries.add(delivery);
    }

    void delivered(String deliveryId) {
        delivered.add(deliveryId);
    }

    void promise(Promise promise) {
        promises.add(promise);
    }

    void keepPromise(String promiseId) {
        kept.add(promiseId);
    }

    void file(String id, byte[] body) {
        files.put(id, body);
    }

    void payOut(String movementId, String payoutId) {
        paidOut.put(movementId, payoutId);
    }

    void answer(KeptAnswer kept) {
        answer = kept;
    }

    /**
     * What must be let go of when the effects are durable or abandoned: the lock on the payment.
     */
    void releaseWith(Runnable action) {
        if (release != null) {
            throw new IllegalStateException(
                    "one lock per request, or two requests could wait for each other");
        }
        release = action;
    }

    void release() {
        if (release != null) {
            release.run();
            release = null;
        }
    }

    /** The document as this request leaves it, null when it was not touched. */
    @Nullable ObjectNode touched(String id) {
        Stored stored = objects.get(id);
        return stored == null ? null : stored.body();
    }

    @Nullable BalanceTransaction moved(String id) {
        return movements.get(id);
    }

    boolean isEmpty() {
        return objects.isEmpty()
                && movements.isEmpty()
                && bookings.isEmpty()
                && settled.isEmpty()
                && files.isEmpty()
                && events.isEmpty()
                && deliveries.isEmpty()
                && delivered.isEmpty()
                && promises.isEmpty()
                && kept.isEmpty()
                && paidOut.isEmpty()
                && answer == null;
    }

    /** All effects of several requests, in order, as one set of rows per table. */
    static Rows rows(List<Effects> batch) {
        var rows = new Rows();
        for (Effects effects : batch) {
            rows.objects.addAll(effects.objects.values());
            effects.metadata.forEach((id, pairs) ->
                    pairs.forEach((name, value) -> rows.labels.add(new Label(id, name, value))));
            rows.movements.addAll(effects.movements.values());
            rows.bookings.addAll(effects.bookings);
            rows.settled.addAll(effects.settled.entrySet());
            rows.events.addAll(effects.events);
            rows.deliveries.addAll(effects.deliveries);
            rows.delivered.addAll(effects.delivered);
            rows.promises.addAll(effects.promises);
            rows.kept.addAll(effects.kept);
            effects.files.forEach((id, body) -> rows.files.add(Map.entry(id, body)));
            rows.paidOut.addAll(effects.paidOut.entrySet());
            if (effects.answer != null) {
                rows.answers.add(effects.answer);
            }
        }
        return rows;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    List<Promise> promises() {
        return List.copyOf(promises);
    }

    record Label(String objectId, String name, String value) {}

    /** The rows of one batch, per table. */
    static final class Rows {
        final List<Stored> objects = new ArrayList<>();
        final List<Label> labels = new ArrayList<>();
        final List<BalanceTransaction> movements = new ArrayList<>();
        final List<AdyenBooking> bookings = new ArrayList<>();
        final List<Map.Entry<String, AdyenBooking.Settled>> settled = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        final List<Delivery> deliveries = new ArrayList<>();
        final List<String> delivered = new ArrayList<>();
        final List<Promise> promises = new ArrayList<>();
        final List<String> kept = new ArrayList<>();
        final List<KeptAnswer> answers = new ArrayList<>();
        final List<Map.Entry<String, byte[]>> files = new ArrayList<>();
        final List<Map.Entry<String, String>> paidOut = new ArrayList<>();
    }
}
