package io.truebook.api.reconciliation;

import io.truebook.api.provider.BatchReports;
import io.truebook.api.provider.BatchReports.Fetched;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.reconciliation.ReportFetch.Result;
import io.truebook.projection.reconciliation.SettlementBatches;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the batches that were announced, that are missing between others, and that follow the
 * last one: a lost announcement loses no batch.
 *
 * <p>One that is not there, cannot be had or cannot be read holds up no other: it is remembered,
 * for runs to list as FILE_INTEGRITY, and asked for again by the next.
 */
final class BatchFetch {

    /** Above what an account closes in years; more are fetched by the next request. */
    private static final int BATCHES_AT_ONCE = 1_000;

    /** So many files that are late in a row hide no later one. */
    private static final int LOOK_AHEAD = 3;

    /** So many times without any answer: the provider is away, not a batch. */
    private static final int GIVE_UP_AFTER = 3;

    private final SettlementBatches batches;
    private final String tenant;
    private final BatchReports source;
    private final Clock clock;
    private final Map<Long, String> notNow = new TreeMap<>();

    /** Files that cannot be read, of batches nobody is sure of yet. */
    private final Map<Long, String> unread = new TreeMap<>();

    private boolean answered;

    BatchFetch(SettlementBatches batches, String tenant, BatchReports source, Clock clock) {
        this.batches = batches;
        this.tenant = tenant;
        this.source = source;
        this.clock = clock;
    }

    /** What came of one batch that nobody refuses for good. */
    private enum One {
        THERE,
        UNREAD,
        NOT_THERE,
        NOT_NOW
    }

    private static final class LoginRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LoginRefused(String why) {
            super(why, null, false, false);
        }
    }

    /** {@code take} downloads a batch and takes it in. */
    Result all(LongFunction<Fetched> take) {
        try {
            return fetchAll(take).orElseGet(this::ending);
        } catch (LoginRefused refused) {
            return new Result.Refused(String.valueOf(refused.getMessage()));
        }
    }

    /** What stops it before its end; empty when it came there. */
    private Optional<Result> fetchAll(LongFunction<Fetched> take) {
        var known = batches.known(tenant, source.connection());
        var wanted = known.wanted();
        for (long batch : wanted) {
            fetch(batch, known.announced().get(batch), take);
            refuseUnread();
            if (!answered && notNow.size() >= GIVE_UP_AFTER) {
                return Optional.empty();
            }
        }
        int absent = 0;
        for (long batch = known.next(); absent < LOOK_AHEAD; batch++) {
            if (batch >= known.next() + BATCHES_AT_ONCE) {
                return Optional.of(new Result.NotYet("There are more batches"));
            }
            if (wanted.contains(batch)) {
                continue;
            }
            switch (fetch(batch, null, take)) {
                case THERE -> {
                    absent = 0;
                    refuseUnread();
                }
                // A provider may show a page, or its last batch, for what is not there: of that
                // only what a later batch proves to be one is refused.
                case UNREAD, NOT_THERE -> absent++;
                case NOT_NOW -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private One fetch(long batch, @Nullable Instant announced, LongFunction<Fetched> take) {
        Fetched fetched;
        try {
            fetched = take.apply(batch);
        } catch (SettlementFileInvalid broken) {
            answered = true;
            var problem = "Its file cannot be read: " + broken.getMessage() + ".";
            if (isOfBatch(broken)) {
                refuse(batch, problem);
            } else {
                unread.put(batch, problem);
            }
            return One.UNREAD;
        }
        return switch (fetched) {
            case Fetched.Downloaded _ -> {
                answered = true;
                batches.taken(tenant, source.connection(), batch, announced);
                yield One.THERE;
            }
            case Fetched.NotThere _ -> {
                answered = true;
                batches.mended(tenant, source.connection(), batch);
                yield One.NOT_THERE;
            }
            case Fetched.NotNow(var why) -> {
                notNow.put(batch, why);
                yield One.NOT_NOW;
            }
            case Fetched.Refused(var why) -> throw new LoginRefused(why);
        };
    }

    /** Behind the columns of a report is no page; and the batch is there, whatever comes of it. */
    private static boolean isOfBatch(SettlementFileInvalid broken) {
        return broken.line() > 1 && !broken.problem().equals(SettlementImport.OTHER_BATCH);
    }

    /** A provider that answers for other batches has something against these. */
    private Result ending() {
        if (notNow.isEmpty()) {
            return new Result.Ready();
        }
        var first = notNow.values().iterator().next();
        if (!answered) {
            return new Result.NotYet(first);
        }
        notNow.forEach((batch, why) -> refuse(batch, "It could not be had: " + why + "."));
        return new Result.Partly(first);
    }

    private void refuseUnread() {
        unread.forEach(this::refuse);
        unread.clear();
    }

    private void refuse(long batch, String problem) {
        batches.refuse(tenant, source.connection(), batch, problem, clock.instant());
    }
}
