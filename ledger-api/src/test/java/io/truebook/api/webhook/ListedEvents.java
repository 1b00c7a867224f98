package io.truebook.api.webhook;

import io.truebook.api.provider.ProviderHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider's list, newest first, one event on each page. */
final class ListedEvents implements ProviderHistory {
    static final String FORGOTTEN = "evt_forgotten";

    record Event(String body, Instant at) {}

    final List<Event> events = new ArrayList<>();
    final List<Instant> askedSince = new ArrayList<>();
    boolean away;

    @Override
    public String connection() {
        return "stripe";
    }

    @Override
    public Optional<Page> page(Shelf shelf, Instant since, String after) {
        askedSince.add(since);
        if (away || FORGOTTEN.equals(after)) {
            return Optional.empty();
        }
        var newest =
                events.reversed().stream().filter(event -> !event.at().isBefore(since)).toList();
        int at = after == null ? 0 : Integer.parseInt(after) + 1;
        var page = newest.stream().skip(at).limit(1).toList();
        return Optional.of(
                new Page(
                        page.stream().map(one -> Callbacks.bytes(one.body())).toList(),
                        page.isEmpty() ? null : page.getFirst().at(),
                        List.of(),
                        at + 1 < newest.size() ? "" + at : null));
    }
}
