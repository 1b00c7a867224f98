package io.truebook.projection.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * From when on the books of each tenant are open, at one place of the journal.
 *
 * <p>What an event books counts from the event's own time, or from here on where that time is
 * closed. The writer, {@code verify} and the rebuild go by this one rule, in the order of the
 * events.
 */
public final class OpenBooks {

    private final Map<String, Instant> openFrom;

    /** All days of all tenants are open. */
    public OpenBooks() {
        this(Map.of());
    }

    OpenBooks(Map<String, Instant> openFrom) {
        this.openFrom = new HashMap<>(openFrom);
    }

    /** Nothing of this tenant counts from before this time from now on. */
    public void close(String tenant, Instant before) {
        openFrom.merge(tenant, before, (now, then) -> now.isAfter(then) ? now : then);
    }

    /**
     * When an entry counts from.
     *
     * @param own the time of its event
     */
    public Instant countsFrom(String tenant, Instant own) {
        var open = openFrom.get(tenant);
        var exact = own.truncatedTo(ChronoUnit.MICROS);
        return open == null || !exact.isBefore(open) ? exact : open;
    }

    Map<String, Instant> byTenant() {
        return Map.copyOf(openFrom);
    }
}
