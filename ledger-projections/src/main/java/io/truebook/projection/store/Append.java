package io.truebook.projection.store;

import io.truebook.projection.store.Recorded.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command asks the writer to make durable, all of it or nothing.
 *
 * @param context null for events that no command stands behind; then no transaction is registered
 * @param refusal set when all there is to write is that the command was refused
 */
record Append(
        String tenant,
        @Nullable CommandContext context,
        List<EventRow> events,
        BatchRows rows,
        @Nullable Refusal refusal) {

    Append {
        events = List.copyOf(events);
    }

    /** Rows it will add, roughly: what a batch is capped by. */
    int weight() {
        int legs = rows.entries().stream().mapToInt(e -> e.entry().postings().size()).sum();
        return 1 + events.size() + legs;
    }

    /** A client's event at the beginning of a stream is new; all else settles what has begun. */
    Urgency urgency() {
        if (context == null || !context.origin().equals(TransactionKey.API)) {
            return Urgency.RECOVERY;
        }
        return !events.isEmpty() && events.getFirst().sequence() == 0
                ? Urgency.NEW
                : Urgency.FOLLOW_UP;
    }

    boolean isRegisterOnly() {
        return events.isEmpty();
    }
}
