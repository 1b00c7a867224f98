package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which due operations go first when there is not room for all, as after an outage.
 *
 * <p>What somebody still waits for; then what was never sent, then what was sent in vain, refunds
 * like charges; then questions about what is unknown. Each fourth place is the oldest one's,
 * whatever it is, so that nothing waits for ever.
 */
final class Turns {

    private static final Comparator<OpenCall> OLDEST = Comparator.comparing(OpenCall::dueAt);

    private static final int PLACES_TO_OLDEST = 4;

    private final Duration waiting;
    private long given;

    /**
     * @param waiting how long somebody is taken to wait for what they have asked for
     */
    Turns(Duration waiting) {
        this.waiting = waiting;
    }

    /** As many as there is room for. */
    List<OpenCall> next(List<OpenCall> due, int room, Instant now) {
        var waitingSince = now.minus(waiting);
        var byUrgency = new ArrayList<>(due);
        byUrgency.sort(
                Comparator.<OpenCall, Boolean>comparing(open -> !isAwaited(open, waitingSince))
                        .thenComparing(OpenCall::turn)
                        .thenComparing(OLDEST));
        var chosen = new ArrayList<OpenCall>();
        while (chosen.size() < room && !byUrgency.isEmpty()) {
            given++;
            var next =
                    given % PLACES_TO_OLDEST == 0
                            ? byUrgency.stream().min(OLDEST).orElseThrow()
                            : byUrgency.getFirst();
            byUrgency.remove(next);
            chosen.add(next);
        }
        return chosen;
    }

    private static boolean isAwaited(OpenCall open, Instant waitingSince) {
        return open.turn() == Turn.FIRST && open.dueAt().isAfter(waitingSince);
    }
}
