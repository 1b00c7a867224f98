package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The answers kept under one provider's idempotency keys: the whole account is one key space,
 * method, path and parameters are the check.
 *
 * <p>An answer is kept once the request began to execute, also a 402 or a 500, and committed with
 * its effect; refused parameters are not kept. A key is forgotten in the end (Stripe: after 24
 * hours, Adyen: after 7 days), and then executes again: that is the providers' documented
 * behaviour, and a hazard for whoever retries late. Source: Stripe "Idempotent requests", Adyen
 * "API idempotency" (read 2026-11).
 */
final class IdempotencyKeys {
    /** No header can carry this character, so no key of one provider looks like another's. */
    private static final String SPACE_ENDS = "\n";

    /** A kept answer, with the request that made it. */
    record Kept(String fingerprint, ApiAnswer answer, String requestId) {}

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String space;
    private final Duration keptFor;
    private final int lengthAtMost;
    private final Set<String> inFlight = new HashSet<>();

    private IdempotencyKeys(
            JdbcClient jdbc, Clock clock, String space, Duration keptFor, int lengthAtMost) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.space = space;
        this.keptFor = keptFor;
        this.lengthAtMost = lengthAtMost;
    }

    static IdempotencyKeys ofStripe(JdbcClient jdbc, Clock clock) {
        return new IdempotencyKeys(jdbc, clock, "", Duration.ofHours(24), 255);
    }

    static IdempotencyKeys ofAdyen(JdbcClient jdbc, Clock clock) {
        return new IdempotencyKeys(
                jdbc, clock, Dialect.ADYEN.wire() + SPACE_ENDS, Duration.ofDays(7), 64);
    }

    int lengthAtMost() {
        return lengthAtMost;
    }

    /** Claims the key for one request at a time; false when another request has it now. */
    synchronized boolean claim(String key) {
        return inFlight.add(key);
    }

    /** Claims it as soon as no other request has it; false when there is no time left to wait. */
    synchronized boolean claimWhenFree(String key) {
        try {
            while (!inFlight.add(key)) {
                wait();
            }
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized void release(String key) {
        inFlight.remove(key);
        notifyAll();
    }

    Optional<Kept> find(String key) {
        return jdbc.sql(
                        """
                        select fingerprint, status, body, request_id from idempotency_key
                        where key = ? and created_ms > ?
                        """)
                .params(space + key, forgottenBefore())
                .query((row, _) ->
                        new Kept(
                                row.getString("fingerprint"),
                                new ApiAnswer(
                                        row.getInt("status"), ApiAnswer.JSON, row.getBytes("body")),
                                row.getString("request_id")))
                .optional();
    }

    /** Adds the answer to the effects, so that it becomes durable with them or not at all. */
    void keep(Effects effects, ApiRequest request, ApiAnswer answer) {
        String key = request.idempotencyKey();
        if (key != null) {
            effects.answer(
                    new Effects.KeptAnswer(
                            space + key,
                            fingerprint(request),
                            answer.status(),
                            answer.body(),
                            request.requestId(),
                            clock.millis()));
        }
    }

    /**
     * Makes all keys older by this much, as if the time had passed, and forgets what is past its
     * time; returns how many keys there were.
     */
    int age(Duration by) {
        int aged =
                jdbc.sql(
                                "update idempotency_key set created_ms = created_ms - :by where "
                                        + ofThisSpace())
                        .param("by", by.toMillis())
                        .param("ends", SPACE_ENDS)
                        .param("space", space)
                        .update();
        prune();
        return aged;
    }

    /** Forgets what is past its time. */
    void prune() {
        jdbc.sql("delete from idempotency_key where created_ms <= :before and " + ofThisSpace())
                .param("before", forgottenBefore())
                .param("ends", SPACE_ENDS)
                .param("space", space)
                .update();
    }

    /** Everything up to and including the end mark; a key without one is in the empty space. */
    private static String ofThisSpace() {
        return "left(key, position(:ends in key)) = :space";
    }

    private long forgottenBefore() {
        return clock.millis() - keptFor.toMillis();
    }

    static String fingerprint(ApiRequest request) {
        String json = request.json().isEmpty() ? "" : Json.text(request.json());
        String text =
                request.method() + " " + request.path() + "\n" + request.form().canonical() + json;
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
