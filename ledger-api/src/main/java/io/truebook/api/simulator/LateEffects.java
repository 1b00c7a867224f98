package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Requests that were answered with an error and are executed all the same, later: the provider
 * rolling a 500 forward, with webhooks for objects the caller never saw. Of more than a thousand
 * the oldest happens at once. Forgotten when the simulator stops.
 */
final class LateEffects {
    private static final int AT_MOST = 1_000;

    private record Late(ProviderApi api, ApiRequest request, Optional<ApiAnswer> kept) {}

    private final CountDownLatch stopping;
    private final List<Late> waiting = new ArrayList<>();

    LateEffects(CountDownLatch stopping) {
        this.stopping = stopping;
    }

    void add(ProviderApi api, ApiRequest request, Optional<ApiAnswer> kept, long delayMillis) {
        var late = new Late(api, request, kept);
        synchronized (waiting) {
            waiting.add(late);
            if (waiting.size() > AT_MOST) {
                var oldest = waiting.getFirst();
                Thread.startVirtualThread(() -> run(oldest));
            }
        }
        Thread.startVirtualThread(() -> {
            try {
                if (!stopping.await(delayMillis, TimeUnit.MILLISECONDS)) {
                    run(late);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Executes everything that waits, now; returns how many requests that were. */
    int runAll() {
        List<Late> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
        }
        return (int) all.stream().filter(this::run).count();
    }

    private boolean run(Late late) {
        synchronized (waiting) {
            if (!waiting.remove(late)) {
                return false;
            }
        }
        late.api().late(late.request(), late.kept());
        return true;
    }
}
