package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request of the provider's API: route, idempotency key, effects, commit - in this
 * order, so that an answer under a key and its effect become durable together.
 */
final class ProviderApi {
    private static final Logger log = LoggerFactory.getLogger(ProviderApi.class);

    /** The answer to a request under a key, if it has one, and whether it is an old one. */
    record Answered(
            ApiAnswer answer,
            boolean replayed,
            String originalRequest,
            @Nullable String idempotencyKey) {}

    private final Wire wire;
    private final Router<Handler> router;
    private final IdempotencyKeys keys;
    private final Commits commits;

    ProviderApi(Wire wire, Router<Handler> router, IdempotencyKeys keys, Commits commits) {
        this.wire = wire;
        this.router = router;
        this.keys = keys;
        this.commits = commits;
    }

    Wire wire() {
        return wire;
    }

    /**
     * {@code instead} is the error a fault puts in place of the kept answer, as when a 500 followed
     * the effect.
     */
    Answered answer(ApiRequest request, Optional<ApiAnswer> instead) {
        try {
            Router.Match<Handler> match =
                    router.match(request.method(), request.path())
                            .orElseThrow(() -> wire.unknownUrl(request.method(), request.path()));
            ApiRequest matched = request.about(match.id());
            return request.idempotencyKey() == null || !request.method().equals("POST")
                    ? fresh(request, execute(match.handler(), matched, instead))
                    : once(match.handler(), matched, instead);
        } catch (Refusal e) {
            return fresh(request, e.answer());
        } catch (RuntimeException e) {
            log.warn("The simulator failed at {} {}", request.method(), request.path(), e);
            return fresh(
                    request, wire.trouble(500, null, "An unknown error occurred.", true).answer());
        }
    }

    private static Answered fresh(ApiRequest request, ApiAnswer answer) {
        return new Answered(answer, false, request.requestId(), request.idempotencyKey());
    }

    private Answered once(Handler handler, ApiRequest request, Optional<ApiAnswer> instead) {
        String key = keyOf(request);
        if (!keys.claim(key)) {
            throw wire.keyInUse();
        }
        try {
            Optional<IdempotencyKeys.Kept> kept = keys.find(key);
            if (kept.isEmpty()) {
                return fresh(request, execute(handler, request, instead));
            }
            if (!kept.get().fingerprint().equals(IdempotencyKeys.fingerprint(request))) {
                throw wire.keyReused();
            }
            return new Answered(kept.get().answer(), true, kept.get().requestId(), key);
        } finally {
            keys.release(key);
        }
    }

    private String keyOf(ApiRequest request) {
        String key = request.idempotencyKey();
        if (key == null || key.isEmpty() || key.length() > keys.lengthAtMost()) {
            throw wire.malformed(
                    "Idempotency-Key must have 1 to " + keys.lengthAtMost() + " characters.");
        }
        return key;
    }

    private ApiAnswer execute(Handler handler, ApiRequest request, Optional<ApiAnswer> instead) {
        Effects effects = Effects.of(request);
        try {
            ApiAnswer answer = handler.answer(request, effects);
            keys.keep(effects, request, instead.orElse(answer));
            commits.commit(effects);
            return answer;
        } catch (Refusal e) {
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
    void late(ApiRequest request, Optional<ApiAnswer> kept) {
        String key = request.idempotencyKey();
        if (key == null) {
            answer(request, kept);
            return;
        }
        Optional<Router.Match<Handler>> match = router.match(request.method(), request.path());
        if (match.isEmpty() || !keys.claimWhenFree(key)) {
            return;
        }
        try {
            Optional<ApiAnswer> found = keys.find(key).map(IdempotencyKeys.Kept::answer);
            boolean untouched =
                    found.isEmpty()
                            || (kept.isPresent()
                                    && Arrays.equals(found.get().body(), kept.get().body()));
            if (untouched) {
                execute(match.get().handler(), request.about(match.get().id()), kept);
            }
        } catch (Refusal e) {
            log.debug("Rolled forward into a refusal: {}", e.getMessage());
        } finally {
            keys.release(key);
        }
    }

    /** Keeps an error under the key without executing: the fault struck after the key was taken. */
    void keepError(ApiRequest request, ApiAnswer error) {
        Effects effects = Effects.of(request);
        keys.keep(effects, request, error);
        commits.commit(effects);
    }
}
