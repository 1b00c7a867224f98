package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Delivers events to their endpoints until each answered 2xx: at least once, in no promised order,
 * with a longer wait after every failure. What is owed is a row committed with the event, so it
 * survives a crash of either side.
 *
 * <p>Source: Stripe "Webhooks" (read 2026-11); live mode gives up after three days, the simulator
 * never does.
 */
final class Webhooks {
    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int AT_ONCE = 32;
    private static final int IN_MEMORY_AT_MOST = 20_000;
    private static final long LOOK_MILLIS = 1_000;

    private record Owed(Effects.Delivery delivery, String body, Clock clock) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delivery.dueMillis() - clock.millis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }

    private final JdbcClient jdbc;
    private final GroupWriter writer;
    private final Faults faults;
    private final Clock clock;
    private final WebhookSender sender = new WebhookSender();
    private final DelayQueue<Owed> queue = new DelayQueue<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<String> finished = new ConcurrentLinkedQueue<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Thread thread =
            Thread.ofVirtual().name("simulator-webhooks").unstarted(this::run);
    private volatile Map<String, WebhookEndpoint> endpoints = Map.of();
    private volatile boolean stopped;

    Webhooks(JdbcClient jdbc, GroupWriter writer, Faults faults, Clock clock) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.faults = faults;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped = true;
        sender.close();
        thread.join();
    }

    /**
     * From now on events go here; what is still owed under the same ids is delivered to the new
     * places.
     */
    void deliverTo(List<WebhookEndpoint> newEndpoints) {
        var byId = new ConcurrentHashMap<String, WebhookEndpoint>();
        newEndpoints.forEach(endpoint -> byId.put(endpoint.id(), endpoint));
        endpoints = Map.copyOf(byId);
    }

    List<WebhookEndpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    int endpointCount() {
        return endpoints.size();
    }

    /**
     * Adds one delivery per endpoint to the effects; webhook faults lose, repeat, delay or forge
     * it.
     */
    void owe(Effects effects, Effects.Event event) {
        for (String endpoint : endpoints.keySet()) {
            for (Faults.Copy copy : faults.copiesOf(event.type())) {
                effects.owe(
                        new Effects.Delivery(
                                Ids.next("wh_"),
                                event.id(),
                                endpoint,
                                0,
                                clock.millis() + copy.delayMillis(),
                                copy.forged()));
            }
        }
    }

    /** Starts delivering what has just been committed. */
    void take(Effects effects) {
        if (effects.deliveries().isEmpty()) {
            return;
        }
        var bodies = new ConcurrentHashMap<String, String>();
        effects.events().forEach(event -> bodies.put(event.id(), event.body()));
        for (Effects.Delivery delivery : effects.deliveries()) {
            String body = bodies.get(delivery.eventId());
            if (body != null) {
                enqueue(delivery, body);
            }
        }
    }

    /**
     * Above the bound a delivery waits in its row, so that a receiver that is away costs no memory.
     */
    private void enqueue(Effects.Delivery delivery, String body) {
        if (known.size() < IN_MEMORY_AT_MOST && known.add(delivery.id())) {
            queue.add(new Owed(delivery, body, clock));
        }
    }

    /** Sends the same event again, as from the provider's dashboard: a duplicate by design. */
    void resend(Effects.Event event) {
        Effects effects = Effects.ofProvider();
        for (String endpoint : endpoints.keySet()) {
            effects.owe(
                    new Effects.Delivery(
                            Ids.next("wh_"), event.id(), endpoint, 0, clock.millis(), false));
        }
        writer.write(effects).join();
        effects.deliveries().forEach(delivery -> enqueue(delivery, event.body()));
    }

    /**
     * Makes everything owed due now, whatever its back-off or delay; returns how many there are.
     */
    int flush() {
        int due =
                jdbc.sql("update webhook_delivery set due_ms = least(due_ms, ?)")
                        .param(clock.millis())
                        .update();
        for (Owed owed : List.copyOf(queue)) {
            if (queue.remove(owed)) {
                queue.add(
                        new Owed(
                                due(owed.delivery(), clock.millis(), owed.delivery().attempts()),
                                owed.body(),
                                clock));
            }
        }
        return due;
    }

    /** How many deliveries are owed and not yet made. */
    int owed() {
        return jdbc.sql("select count(*) from webhook_delivery").query(Integer.class).single();
    }

    private void run() {
        long nextLook = 0;
        while (!stopped) {
            try {
                if (clock.millis() >= nextLook) {
                    lookForMore();
                    nextLook = clock.millis() + LOOK_MILLIS;
                }
                Owed owed = queue.poll(100, TimeUnit.MILLISECONDS);
                if (owed != null) {
                    slots.acquire();
                    Thread.startVirtualThread(() -> attempt(owed));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.warn("The simulator could not read the webhooks it owes: {}", e.getMessage());
            }
        }
    }

    /** After a start, and when more was owed than memory should hold, the rows are the queue. */
    private void lookForMore() {
        // Forgotten only now: a row read by an earlier look must not be taken for a new one.
        for (String done = finished.poll(); done != null; done = finished.poll()) {
            known.remove(done);
        }
        if (endpoints.isEmpty() || known.size() >= IN_MEMORY_AT_MOST / 2) {
            return;
        }
        jdbc.sql(
                        """
                        select d.id, d.event_id, d.endpoint, d.attempts, d.due_ms, d.forged, e.body
                        from webhook_delivery d join event e on e.id = d.event_id
                        where d.due_ms <= ? order by d.due_ms limit ?
                        """)
                .params(clock.millis(), IN_MEMORY_AT_MOST)
                .query((row, _) ->
                        new Owed(
                                new Effects.Delivery(
                                        row.getString("id"),
                                        row.getString("event_id"),
                                        row.getString("endpoint"),
                                        row.getInt("attempts"),
                                        row.getLong("due_ms"),
                                        row.getBoolean("forged")),
                                row.getString("body"),
                                clock))
                .list()
                .forEach(owed -> enqueue(owed.delivery(), owed.body()));
    }

    private void attempt(Owed owed) {
        try {
            Effects.Delivery delivery = owed.delivery();
            boolean accepted =
                    Optional.ofNullable(endpoints.get(delivery.endpoint()))
                            .map(endpoint ->
                                    sender.send(
                                            endpoint,
                                            owed.body(),
                                            delivery.forged(),
                                            clock.instant()))
                            .orElse(false);
            if (stopped) {
                return;
            }
            if (accepted || delivery.forged()) {
                // A forgery is refused by design: trying again would prove nothing more.
                finish(delivery);
            } else {
                tryLater(owed);
            }
        } finally {
            slots.release();
        }
    }

    private void finish(Effects.Delivery delivery) {
        Effects effects = Effects.ofProvider();
        effects.delivered(delivery.id());
        note(writer.write(effects).thenRun(() -> finished.add(delivery.id())));
    }

    private void tryLater(Owed owed) {
        Effects.Delivery delivery = owed.delivery();
        WebhookEndpoint endpoint = endpoints.get(delivery.endpoint());
        Duration first = endpoint == null ? WebhookEndpoint.FIRST_RETRY : endpoint.firstRetry();
        int doublings = Math.min(delivery.attempts(), 12);
        long wait = Math.min(first.toMillis() << doublings, LONGEST_WAIT.toMillis());
        Effects.Delivery next = due(delivery, clock.millis() + wait, delivery.attempts() + 1);
        Effects effects = Effects.ofProvider();
        effects.owe(next);
        note(writer.write(effects));
        queue.add(new Owed(next, owed.body(), clock));
    }

    /** Nobody waits for these writes: the row as it was is the safe answer when one fails. */
    private static void note(CompletableFuture<Void> written) {
        var _ =
                written.whenComplete((_, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "A webhook delivery could not be noted, and will be repeated: {}",
                                failure.getMessage());
                    }
                });
    }

    private static Effects.Delivery due(Effects.Delivery delivery, long dueMillis, int attempts) {
        return new Effects.Delivery(
                delivery.id(),
                delivery.eventId(),
                delivery.endpoint(),
                attempts,
                dueMillis,
                delivery.forged());
    }
}
