package io.truebook.contract.benchmark;

import io.truebook.contract.LedgerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * When charges were settled: captured, and the provider's callback about it worked off. It samples
 * charges as they are answered and asks for their story afterwards.
 */
final class Settled {

    private static final Pattern ID = Pattern.compile("\"id\":\"(ch_[0-9a-z]+)\"");
    private static final int EACH = 20;
    private static final int LAST = 128;

    private final List<String> sample = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private long seen;
    private Instant end = Instant.EPOCH;

    void heed(LoadConnection answered) {
        var found = ID.matcher(answered.text());
        if (!found.find()) {
            throw new IllegalStateException("A charge without an id:\n" + answered.text());
        }
        if (seen++ % EACH == 0) {
            sample.add(found.group(1));
        }
        last.addLast(found.group(1));
        if (last.size() > LAST) {
            last.removeFirst();
        }
    }

    /** From the request to the last thing that happened, of the sample; all must be settled. */
    Latencies latencies(LedgerClient client) {
        var latencies = new Latencies();
        for (var id : sample) {
            var times = times(client, id);
            latencies.add(Duration.between(times.getFirst(), times.getLast()).toNanos());
        }
        last.forEach(id -> times(client, id));
        return latencies;
    }

    /** When the last of the last was settled. */
    Instant end() {
        return end;
    }

    private List<Instant> times(LedgerClient client, String id) {
        var timeline = client.get("/v1/charges/" + id + "/timeline").json().get("timeline");
        var times = new ArrayList<Instant>();
        boolean worked = false;
        for (var entry : timeline) {
            times.add(Instant.parse(entry.get("at").asString()));
            var details = entry.get("details");
            if (entry.get("kind").asString().equals("callback")) {
                worked |= isDone(details);
                times.add(Instant.parse(details.get("finished_at").asString()));
            }
        }
        if (!worked) {
            throw new IllegalStateException(id + " is not settled: " + timeline);
        }
        times.sort(null);
        end = end.isBefore(times.getLast()) ? times.getLast() : end;
        return times;
    }

    private static boolean isDone(JsonNode callback) {
        return callback.get("event_type").asString().equals("charge.succeeded")
                && callback.get("status").asString().equals("done");
    }
}
