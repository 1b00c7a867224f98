package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Delivers events to the endpoints of their dialect until each answered 2xx: at least once, in no
 * promised order, with a longer wait after every failure. What is owed is a row committed with the
 * event, so it survives a crash of either side.
 *
 * <p>Source: Stripe "Webhooks", Adyen "Webhook delivery and retries" (read 2026-11); the real ones
 * give up in the end, the simulator never does.
 */
final class Webhooks {
    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
    private static final int AT_ONCE = 32;
    private static final int IN_MEMORY_AT_MOST = 20_000;
    private static final long LOOK_MILLIS = 1_000;

    private final JdbcClient jdbc;
    private final GroupWriter writer;
    private final Faults faults;
    private final Clock clock;
    private final WebhookSender sender = new WebhookSender();
    private final DelayQueue<Owed> queue = new DelayQueue<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<String> finished = new ConcurrentLinkedQueue<>();
    private final HeldBack heldBack = new HeldBack();
    private final HeadOfLine heads = new HeadOfLine();
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
     * places. An endpoint remembers the secrets it had before.
     */
    void deliverTo(List<WebhookEndpoint> newEndpoints) {
        Map<String, WebhookEndpoint> before = endpoints;
        endpoints =
                newEndpoints.stream()
                        .map(one -> one.replacing(before.get(one.id())))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        WebhookEndpoint::id, one -> one, (_, last) -> last));
    }

    List<WebhookEndpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    int endpointCount(Dialect dialect) {
        return (int) ofDialect(dialect).count();
    }

    private java.util.stream.Stream<WebhookEndpoint> ofDialect(Dialect dialect) {
        return endpoints.values().stream().filter(endpoint -> endpoint.dialect() == dialect);
    }

    /** Whether this fact is told by two events, each with an id of its own. */
    boolean twins(String eventType) {
        return faults.twins(eventType);
    }

    /**
     * Adds one delivery per endpoint to the effects; webhook faults lose, repeat, delay, reorder or
     * forge it.
     */
    void owe(Effects effects, Effects.Event event) {
        ofDialect(event.dialect())
                .forEach(endpoint -> {
                    for (Faults.Copy copy : faults.copiesOf(event.type())) {
                        effects.owe(
                                new Effects.Delivery(
                                        Ids.next("wh_"),
                                        event.id(),
                                        endpoint.id(),
                                        0,
                                        clock.millis() + copy.delayMillis(),
                                        copy.signing(),
                                        copy.afterType()));
                    }
                });
    }

    /** Starts delivering what has just been committed. */
    void take(Effects effects) {
        if (effects.deliveries().isEmpty()) {
            return;
        }
        var events =
                effects.events().stream()
                        .collect(Collectors.toMap(Effects.Event::id, event -> event));
        for (Effects.Delivery delivery : effects.deliveries()) {
            Effects.Event event = events.get(delivery.eventId());
            if (event != null) {
                enqueue(new Owed(delivery, event, clock));
            }
        }
    }

    /**
     * Above the bound a delivery waits in its row, so that a receiver that is away costs no memory.
     */
    private void enqueue(Owed owed) {
        if (known.size() < IN_MEMORY_AT_MOST && known.add(owed.delivery().id())) {
            heldBack.add(owed);
            queue.add(owed);
        }
    }

    /** Sends the same event again, as from the provider's dashboard: a duplicate by design. */
    void resend(Effects.Event event) {
        Effects effects = Effects.ofProvider();
        ofDialect(event.dialect())
                .forEach(endpoint ->
                        effects.owe(
                                new Effects.Delivery(
                                        Ids.next("wh_"),
                                        event.id(),
                                        endpoint.id(),
                                        0,
                                        clock.millis(),
                                        Signing.GENUINE,
                                        null)));
        writer.write(effects).join();
        effects.deliveries().forEach(delivery -> enqueue(new Owed(delivery, event, clock)));
    }

    /**
     * Makes everything owed due now, whatever its back-off or delay; returns how many there are.
     */
    int flush() {
        int due =
                jdbc.sql("update webhook_delivery set due_ms = least(due_ms, ?)")
                        .param(clock.millis())
                        .update();
        heads.clear();
        List.copyOf(queue).forEach(this::makeDue);
        return due;
    }

    private void makeDue(Owed owed) {
        if (queue.remove(owed)) {
            queue.add(owed.due(clock.millis()));
        }
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
        if (!endpoints.isEmpty() && known.size() < IN_MEMORY_AT_MOST / 2) {
            Owed.due(jdbc, clock, IN_MEMORY_AT_MOST).forEach(this::enqueue);
        }
    }

    private void attempt(Owed owed) {
        try {
            Effects.Delivery delivery = owed.delivery();
            heldBack.remove(owed);
            Optional<WebhookEndpoint> endpoint =
                    Optional.ofNullable(endpoints.get(delivery.endpoint()));
            Optional<Long> behind = endpoint.flatMap(one -> heads.behind(one, owed));
            if (behind.isPresent()) {
                queue.add(owed.due(behind.get()));
                return;
            }
            boolean accepted =
                    endpoint.map(one -> sender.send(one, owed, clock.instant())).orElse(false);
            if (stopped) {
                return;
            }
            if (accepted || delivery.signing() == Signing.FORGED) {
                // A forgery is refused by design: trying again would prove nothing more.
                finish(owed);
            } else {
                tryLater(owed, endpoint);
            }
        } finally {
            slots.release();
        }
    }

    private void finish(Owed owed) {
        Effects.Delivery delivery = owed.delivery();
        heads.delivered(owed);
        Effects effects = Effects.ofProvider();
        effects.delivered(delivery.id());
        note(writer.write(effects).thenRun(() -> finished.add(delivery.id())));
        heldBack.releasedBy(owed).forEach(this::makeDue);
    }

    private void tryLater(Owed owed, Optional<WebhookEndpoint> endpoint) {
        Effects.Delivery delivery = owed.delivery();
        long wait =
                endpoint.map(one -> RetryHabit.waitMillis(one, delivery.attempts()))
                        .orElse(WebhookEndpoint.FIRST_RETRY.toMillis());
        Effects.Delivery next = delivery.due(clock.millis() + wait, delivery.attempts() + 1);
        var later = new Owed(next, owed.event(), clock);
        endpoint.ifPresent(one -> heads.failed(one, later));
        Effects effects = Effects.ofProvider();
        effects.owe(next);
        note(writer.write(effects));
        queue.add(later);
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
}
