package io.truebook.api.http;

import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Which breaks a client means, in the words of an address.
 *
 * @param from only those that happened at or after it
 * @param to only those that happened before it
 */
record BreakFilter(Filter filter, Instant from, Instant to) {

    static final String ID = "brk_[0-9a-z]{26}";

    static final List<String> STATUSES =
            List.of(
                    "timing",
                    "open",
                    "proposed",
                    "approved",
                    "applying",
                    "resolved",
                    "confirmed",
                    "dismissed");

    private static final Instant EVER = Instant.parse("2200-01-01T00:00:00Z");
    private static final List<String> CODES =
            Arrays.stream(FindingCode.values()).map(FindingCode::name).toList();
    private static final List<String> AGES =
            Arrays.stream(AgeBucket.values()).map(AgeBucket::label).toList();

    static BreakFilter read(QueryReader query, Instant now) {
        var filter =
                new Filter(
                        query.choice("status", STATUSES).orElse(null),
                        query.choice("code", CODES).orElse(null),
                        query.text("provider").orElse(null));
        var age = query.choice("age", AGES).flatMap(AgeBucket::find);
        return new BreakFilter(
                filter,
                age.flatMap(bucket -> bucket.oldest(now)).orElse(Instant.EPOCH),
                age.map(bucket -> bucket.newest(now)).orElse(EVER));
    }

    static boolean isDryRun(QueryReader query) {
        return query.choice("dry_run", List.of("true", "false")).filter("true"::equals).isPresent();
    }
}
