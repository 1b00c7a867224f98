package io.truebook.api.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Deliveries that are to arrive after another event: told in the wrong order, on purpose. */
final class HeldBack {
    private final Map<String, Owed> held = new ConcurrentHashMap<>();

    void add(Owed owed) {
        if (owed.delivery().afterType() != null) {
            held.put(owed.delivery().id(), owed);
        }
    }

    /** It was waited for long enough, or what it waited for has arrived. */
    void remove(Owed owed) {
        held.remove(owed.delivery().id());
    }

    /** What may go out now that this one was delivered; each is given once. */
    List<Owed> releasedBy(Owed arrived) {
        boolean counts =
                arrived.delivery().signing() == Signing.GENUINE
                        && arrived.delivery().afterType() == null;
        return held.isEmpty() || !counts
                ? List.of()
                : List.copyOf(held.values()).stream()
                        .filter(one -> waitsFor(one, arrived))
                        .filter(one -> held.remove(one.delivery().id(), one))
                        .toList();
    }

    private static boolean waitsFor(Owed owed, Owed arrived) {
        String after = owed.delivery().afterType();
        return after != null
                && owed.delivery().endpoint().equals(arrived.delivery().endpoint())
                && Fault.wildcard(after, arrived.event().type());
    }
}
