package io.truebook.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.Envelope;
import io.truebook.api.webhook.WebhookInbox.Filing;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Takes a provider's callback in: genuine, then durable, then acknowledged, and nothing else.
 *
 * <p>What it means for a payment is worked out later, so a callback that cannot be booked is
 * acknowledged all the same and the provider's queue never stops for a reason of ours. Refuses,
 * first match wins: PROVIDER_NOT_FOUND, BODY_TOO_LARGE, OVERLOADED, WEBHOOK_SIGNATURE_INVALID. A
 * repeat changes nothing.
 */
public final class WebhookReceiver {

    static final int LARGEST_BODY = 1024 * 1024;

    private static final int LONGEST_NAME = 255;
    private static final String UNKEEPABLE =
            "unkeepable_name at filing: longer than 255 characters, or not of letters";

    private final Map<String, CallbackDialect> dialects;
    private final WebhookInbox inbox;
    private final UnprovenCallbacks unproven;
    private final Runnable wake;
    private final Clock clock;

    /**
     * @param wake rung when there is something new to work on; must not block
     */
    public WebhookReceiver(
            List<CallbackDialect> dialects,
            WebhookInbox inbox,
            UnprovenCallbacks unproven,
            Runnable wake,
            Clock clock) {
        this.dialects =
                dialects.stream()
                        .collect(
                                Collectors.toMap(CallbackDialect::connection, Function.identity()));
        this.inbox = inbox;
        this.unproven = unproven;
        this.wake = wake;
        this.clock = clock;
    }

    /**
     * Returns when all that the message holds is durable.
     *
     * @return what the provider wants to read for an answer
     */
    public String receive(String connection, byte[] body, Function<String, List<String>> headers) {
        var dialect = dialect(connection);
        if (body.length > LARGEST_BODY) {
            throw new CommandRejected(Rejection.BODY_TOO_LARGE, "At most 1 MiB");
        }
        if (inbox.isFull()) {
            throw new CommandRejected(Rejection.OVERLOADED, "Too many callbacks wait");
        }
        var now = clock.instant();
        if (!dialect.isGenuine(body, headers, now)) {
            unproven.refused(dialect, body, headers, now);
            throw new CommandRejected(
                    Rejection.WEBHOOK_SIGNATURE_INVALID, "No signature of ours, or not recent");
        }
        unproven.proven(connection);
        file(
                dialect.letters(body).stream()
                        .map(letter -> filing(dialect, dialect.envelope(letter), letter, now))
                        .toList());
        return dialect.acknowledgement();
    }

    /**
     * Takes in what a provider account was asked for and would have sent by itself; whether it is
     * new. An account that only calls and never listens has none.
     */
    public boolean replay(String connection, byte[] event) {
        var dialect = dialect(connection);
        return file(List.of(filing(dialect, dialect.envelope(event), event, clock.instant())));
    }

    /** Whether so much waits to be worked on that more should not be asked for. */
    public boolean isFull() {
        return inbox.isFull();
    }

    /** Those of a page of events that were never filed, in their order. */
    public List<byte[]> unknown(String connection, List<byte[]> events) {
        var dialect = dialect(connection);
        var ids =
                events.stream().map(event -> keepable(dialect.envelope(event).eventId())).toList();
        var filed = inbox.filed(connection, ids);
        return IntStream.range(0, events.size())
                .filter(i -> !filed.contains(ids.get(i)))
                .mapToObj(events::get)
                .toList();
    }

    private boolean file(List<Filing> message) {
        boolean isNew = inbox.file(message);
        if (isNew) {
            wake.run();
        }
        return isNew;
    }

    private static Filing filing(
            CallbackDialect dialect, Envelope envelope, byte[] body, Instant now) {
        var safe = keepable(envelope);
        return new Filing(
                dialect.connection(),
                safe,
                body,
                () -> dialect.withoutPersonalData(body),
                safe.equals(envelope) ? null : UNKEEPABLE,
                now);
    }

    /** The same unless it cannot be written down: then under names made of what it says. */
    private static Envelope keepable(Envelope envelope) {
        return new Envelope(
                keepable(envelope.eventId()),
                keepable(envelope.type()),
                keepable(envelope.subject()));
    }

    private static String keepable(String name) {
        return name.length() <= LONGEST_NAME
                        && name.codePoints()
                                .noneMatch(c ->
                                        Character.isISOControl(c)
                                                || Character.getType(c) == Character.SURROGATE)
                ? name
                : "unkeepable:" + UUID.nameUUIDFromBytes(name.getBytes(UTF_16BE));
    }

    /** Whether there is such a connection, before its body is read. */
    public void requireKnown(String connection) {
        dialect(connection);
    }

    private CallbackDialect dialect(String connection) {
        var dialect = dialects.get(connection);
        if (dialect == null) {
            throw new CommandRejected(Rejection.PROVIDER_NOT_FOUND, "There is none of this name");
        }
        return dialect;
    }
}
