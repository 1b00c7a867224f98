package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a provider's callback in: genuine, then durable, then acknowledged, and nothing else.
 *
 * <p>What it means for a payment is worked out later, so a callback that cannot be booked is
 * acknowledged all the same and the provider's queue never stops for a reason of ours. Refuses,
 * first match wins: PROVIDER_NOT_FOUND, BODY_TOO_LARGE, WEBHOOK_SIGNATURE_INVALID. A repeat changes
 * nothing.
 */
public final class WebhookReceiver {

    static final int LARGEST_BODY = 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

    private final Map<String, CallbackDialect> dialects;
    private final WebhookInbox inbox;
    private final Runnable wake;
    private final Clock clock;

    /**
     * @param wake rung when there is something new to work on; must not block
     */
    public WebhookReceiver(
            List<CallbackDialect> dialects, WebhookInbox inbox, Runnable wake, Clock clock) {
        this.dialects =
                dialects.stream()
                        .collect(
                                Collectors.toMap(CallbackDialect::connection, Function.identity()));
        this.inbox = inbox;
        this.wake = wake;
        this.clock = clock;
    }

    /** Returns when the callback is durable. */
    public void receive(String connection, byte[] body, Function<String, List<String>> headers) {
        var dialect = dialect(connection);
        if (body.length > LARGEST_BODY) {
            throw new CommandRejected(Rejection.BODY_TOO_LARGE, "At most 1 MiB");
        }
        var now = clock.instant();
        if (!dialect.isGenuine(body, headers, now)) {
            log.warn("A callback for {} was refused: its signature does not hold now", connection);
            throw new CommandRejected(
                    Rejection.WEBHOOK_SIGNATURE_INVALID, "No signature of ours, or not recent");
        }
        if (inbox.file(connection, dialect.envelope(body), body, now)) {
            wake.run();
        }
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
