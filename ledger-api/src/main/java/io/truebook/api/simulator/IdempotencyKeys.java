package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The answers kept under idempotency keys: the whole account is one key space, method, path and
 * parameters are the check.
 *
 * <p>An answer is kept once the request began to execute, also a 402 or a 500, and committed with
 * its effect; refused parameters are not kept. A key is forgotten after 24 hours, and then executes
 * again: that is the provider's documented behaviour, and a hazard for whoever retries late.
 * Source: Stripe "Idempotent requests" (read 2026-11).
 */
final class IdempotencyKeys {
    static final Duration KEPT_FOR = Duration.ofHours(24);
    static final int LENGTH_AT_MOST = 255;

    /** A kept answer, with the request that made it. */
    record Kept(String fingerprint, StripeAnswer answer, String requestId) {}

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Claims the key for one request at a time; false when another request has it now. */
    boolean claim(String key) {
        return inFlight.add(key);
    }

    void release(String key) {
        inFlight.remove(key);
    }

    Optional<Kept> find(String key) {
        return jdbc.sql(
                        """
                        select fingerprint, status, body, request_id from idempotency_key
                        where key = ? and created_ms > ?
                        """)
                .params(key, clock.millis() - KEPT_FOR.toMillis())
                .query((row, _) ->
                        new Kept(
                                row.getString("fingerprint"),
                                new StripeAnswer(
                                        row.getInt("status"),
                                        StripeAnswer.JSON,
                                        row.getBytes("body")),
                                row.getString("request_id")))
                .optional();
    }

    /** Adds the answer to the effects, so that it becomes durable with them or not at all. */
    void keep(Effects effects, StripeRequest request, StripeAnswer answer) {
        String key = request.idempotencyKey();
        if (key != null) {
            effects.answer(
                    new Effects.KeptAnswer(
                            key,
                            fingerprint(request),
                            answer.status(),
                            answer.body(),
                            request.requestId(),
                            clock.millis()));
        }
    }

    /**
     * Makes all keys older by this much, as if the time had passed; returns how many keys there
     * are.
     */
    int age(Duration by) {
        return jdbc.sql("update idempotency_key set created_ms = created_ms - ?")
                .param(by.toMillis())
                .update();
    }

    /** Forgets what is past its time. */
    int prune() {
        return jdbc.sql("delete from idempotency_key where created_ms <= ?")
                .param(clock.millis() - KEPT_FOR.toMillis())
                .update();
    }

    static String fingerprint(StripeRequest request) {
        String text = request.method() + " " + request.path() + "\n" + request.form().canonical();
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
