package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request of the provider's API: route, idempotency key, effects, commit - in this
 * order, so that an answer under a key and its effect become durable together.
 */
final class StripeApi {
    private static final Logger log = LoggerFactory.getLogger(StripeApi.class);

    /** The answer, and whether it is an old one. */
    record Answered(StripeAnswer answer, boolean replayed, String originalRequest) {}

    private final Router<Handler> router;
    private final IdempotencyKeys keys;
    private final Commits commits;

    StripeApi(Router<Handler> router, IdempotencyKeys keys, Commits commits) {
        this.router = router;
        this.keys = keys;
        this.commits = commits;
    }

    /**
     * {@code instead} is the error a fault puts in place of the kept answer, as when a 500 followed
     * the effect.
     */
    Answered answer(StripeRequest request, Optional<StripeAnswer> instead) {
        try {
            Router.Match<Handler> match =
                    router.match(request.method(), request.path())
                            .orElseThrow(
                                    () -> StripeError.unknownUrl(request.method(), request.path()));
            StripeRequest matched = request.about(match.id());
            return request.idempotencyKey() == null || !request.method().equals("POST")
                    ? fresh(request, execute(match.handler(), matched, instead))
                    : once(match.handler(), matched, instead);
        } catch (StripeError e) {
            return fresh(request, e.answer());
        } catch (RuntimeException e) {
            log.warn("The simulator failed at {} {}", request.method(), request.path(), e);
            return fresh(request, StripeError.trouble(500, "An unknown error occurred.").answer());
        }
    }

    private static Answered fresh(StripeRequest request, StripeAnswer answer) {
        return new Answered(answer, false, request.requestId());
    }

    private Answered once(Handler handler, StripeRequest request, Optional<StripeAnswer> instead) {
        String key = keyOf(request);
        if (!keys.claim(key)) {
            throw StripeError.keyInUse();
        }
        try {
            Optional<IdempotencyKeys.Kept> kept = keys.find(key);
            if (kept.isEmpty()) {
                return fresh(request, execute(handler, request, instead));
            }
            if (!kept.get().fingerprint().equals(IdempotencyKeys.fingerprint(request))) {
                throw StripeError.keyReused();
            }
            return new Answered(kept.get().answer(), true, kept.get().requestId());
        } finally {
            keys.release(key);
        }
    }

    private static String keyOf(StripeRequest request) {
        String key = request.idempotencyKey();
        if (key == null || key.isEmpty() || key.length() > IdempotencyKeys.LENGTH_AT_MOST) {
            throw StripeError.malformed("Idempotency-Key must have 1 to 255 characters.");
        }
        return key;
    }

    private StripeAnswer execute(
            Handler handler, StripeRequest request, Optional<StripeAnswer> instead) {
        Effects effects = Effects.of(request);
        try {
            StripeAnswer answer = handler.answer(request, effects);
            keys.keep(effects, request, instead.orElse(answer));
            commits.commit(effects);
            return answer;
        } catch (StripeError e) {
            if (e.executed()
                    && request.idempotencyKey() != null
                    && request.method().equals("POST")) {
                Effects nothing = Effects.of(request);
                keys.keep(nothing, request, e.answer());
                commits.commit(nothing);
            }
            throw e;
        } finally {
            effects.release();
        }
    }

    /**
     * Executes a request that was answered with an error before, unless a retry under its key has
     * done so since. {@code kept} is the error already under the key: it stays.
     */
    void late(StripeRequest request, Optional<StripeAnswer> kept) {
        String key = request.idempotencyKey();
        if (key == null) {
            answer(request, kept);
            return;
        }
        Optional<Router.Match<Handler>> match = router.match(request.method(), request.path());
        if (match.isEmpty() || !keys.claim(key)) {
            return;
        }
        try {
            Optional<StripeAnswer> found = keys.find(key).map(IdempotencyKeys.Kept::answer);
            boolean untouched =
                    found.isEmpty()
                            || (kept.isPresent()
                                    && Arrays.equals(found.get().body(), kept.get().body()));
            if (untouched) {
                execute(match.get().handler(), request.about(match.get().id()), kept);
            }
        } catch (StripeError e) {
            log.debug("Rolled forward into a refusal: {}", e.getMessage());
        } finally {
            keys.release(key);
        }
    }

    /** Keeps an error under the key without executing: the fault struck after the key was taken. */
    void keepError(StripeRequest request, StripeAnswer error) {
        Effects effects = Effects.of(request);
        keys.keep(effects, request, error);
        commits.commit(effects);
    }
}
