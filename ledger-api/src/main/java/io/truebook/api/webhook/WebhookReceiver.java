package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

    private final Map<String, CallbackDialect> dialects;
    private final WebhookInbox inbox;
    private final BiPredicate<String, String> isErased;
    private final Runnable wake;
    private final Clock clock;

    /**
     * @param isErased whether the subject (of a connection) is of a payment without personal data
     * @param wake rung when there is something new to work on; must not block
     */
    public WebhookReceiver(
            List<CallbackDialect> dialects,
            WebhookInbox inbox,
            BiPredicate<String, String> isErased,
            Runnable wake,
            Clock clock) {
        this.dialects =
                dialects.stream()
                        .collect(
                                Collectors.toMap(CallbackDialect::connection, Function.identity()));
        this.inbox = inbox;
        this.isErased = isErased;
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
            log.warn("A callback for {} was refused: its signature does not hold now", connection);
            throw new CommandRejected(
                    Rejection.WEBHOOK_SIGNATURE_INVALID, "No signature of ours, or not recent");
        }
        boolean isNew = false;
        for (var letter : dialect.letters(body)) {
            isNew |= inbox.file(connection, dialect.envelope(letter), kept(dialect, letter), now);
        }
        if (isNew) {
            wake.run();
        }
        return dialect.acknowledgement();
    }

    /**
     * Takes in what a provider account was asked for and would have sent by itself; whether it is
     * new. An account that only calls and never listens has none.
     */
    public boolean replay(String connection, byte[] event) {
        var dialect = dialect(connection);
        var envelope = dialect.envelope(event);
        boolean isNew = inbox.file(connection, envelope, kept(dialect, event), clock.instant());
        if (isNew) {
            wake.run();
        }
        return isNew;
    }

    /** About a payment whose personal data was erased nothing personal is filed any more. */
    private byte[] kept(CallbackDialect dialect, byte[] body) {
        var subject = dialect.envelope(body).subject();
        return isErased.test(dialect.connection(), subject)
                ? dialect.withoutPersonalData(body)
                : body;
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
