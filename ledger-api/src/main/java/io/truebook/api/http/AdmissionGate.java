package io.truebook.api.http;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the requests under way on this node, and keeps room for the more important ones: each kind
 * is refused as soon as its share of the whole is reached, by requests of whatever kind.
 *
 * <p>So a flood of charges leaves room for refunds, and both for callbacks.
 */
public final class AdmissionGate {

    /** A request under way; close it when it is answered. */
    public interface Pass extends AutoCloseable {
        @Override
        void close();
    }

    private final AdmissionSettings settings;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<RequestClass, AtomicInteger> byClass = new EnumMap<>(RequestClass.class);
    private final Map<RequestClass, LongAdder> refused = new EnumMap<>(RequestClass.class);
    private final Map<RequestClass, Semaphore> widths = new EnumMap<>(RequestClass.class);

    public AdmissionGate(AdmissionSettings settings) {
        this.settings = settings;
        Arrays.stream(RequestClass.values())
                .forEach(kind -> {
                    byClass.put(kind, new AtomicInteger());
                    refused.put(kind, new LongAdder());
                });
        widths.put(RequestClass.CALLBACK, new Semaphore(settings.callbacks(), true));
        widths.put(RequestClass.REPORT, new Semaphore(settings.reports(), true));
    }

    /** Empty when there is no room: then nothing is to be done for the request. */
    public Optional<Pass> enter(RequestClass kind) {
        if (!takeShare(kind)) {
            count(refused, kind).increment();
            return Optional.empty();
        }
        count(byClass, kind).incrementAndGet();
        var width = Optional.ofNullable(widths.get(kind));
        if (width.isPresent() && !await(width.get())) {
            leave(kind);
            count(refused, kind).increment();
            return Optional.empty();
        }
        return Optional.of(() -> {
            width.ifPresent(Semaphore::release);
            leave(kind);
        });
    }

    public int underWay(RequestClass kind) {
        return count(byClass, kind).get();
    }

    /** Since this node has started. */
    public long refused(RequestClass kind) {
        return count(refused, kind).sum();
    }

    private boolean takeShare(RequestClass kind) {
        int share = kind.share(settings.requests());
        int now = underWay.get();
        while (now < share) {
            if (underWay.compareAndSet(now, now + 1)) {
                return true;
            }
            now = underWay.get();
        }
        return false;
    }

    private void leave(RequestClass kind) {
        count(byClass, kind).decrementAndGet();
        underWay.decrementAndGet();
    }

    private boolean await(Semaphore width) {
        try {
            return width.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T count(Map<RequestClass, T> counts, RequestClass kind) {
        var count = counts.get(kind);
        if (count == null) {
            throw new IllegalStateException("Not counted: " + kind);
        }
        return count;
    }
}
