package io.truebook.api.security;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The keys that were good a moment ago, so that not every request asks the database who it is from.
 *
 * <p>A key is looked up at most once a second: one that is revoked is shut out within that time, on
 * every node. What is not a key is never remembered, so strangers cannot fill it.
 */
public final class KeyRing {

    private static final Duration TRUST = Duration.ofSeconds(1);

    private record Seen(Caller caller, long at) {}

    private final ApiKeys keys;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, Seen> seen = new ConcurrentHashMap<>();

    public KeyRing(ApiKeys keys) {
        this(keys, System::nanoTime);
    }

    KeyRing(ApiKeys keys, LongSupplier nanoTime) {
        this.keys = keys;
        this.nanoTime = nanoTime;
    }

    /** Whose key it is; empty when it is nobody's, or was revoked more than a second ago. */
    public Optional<Caller> find(String key) {
        if (!ApiKeys.isWellFormed(key)) {
            return Optional.empty();
        }
        String name = ApiKeys.nameOf(key);
        long now = nanoTime.getAsLong();
        var last = seen.get(name);
        if (last != null && now - last.at < TRUST.toNanos()) {
            return Optional.of(last.caller);
        }
        var found = keys.find(key);
        if (found.isPresent()) {
            seen.put(name, new Seen(found.get(), now));
        } else {
            seen.remove(name);
        }
        return found;
    }
}
