package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What reconciliations have found and nobody has resolved, or somebody has. */
@RestController
@RequestMapping(path = "/v1/breaks", produces = "application/json")
class BreakController {

    private static final String ID = "brk_[0-9a-z]{26}";
    private static final Instant EVER = Instant.parse("2200-01-01T00:00:00Z");
    private static final List<String> STATUSES =
            List.of(
                    "timing",
                    "open",
                    "proposed",
                    "approved",
                    "applying",
                    "resolved",
                    "confirmed",
                    "dismissed");
    private static final List<String> CODES =
            Arrays.stream(FindingCode.values()).map(FindingCode::name).toList();
    private static final List<String> AGES =
            Arrays.stream(AgeBucket.values()).map(AgeBucket::label).toList();

    private final BreakQueries breaks;
    private final Clock clock;

    BreakController(BreakQueries breaks, Clock clock) {
        this.breaks = breaks;
        this.clock = clock;
    }

    @GetMapping("/{id}")
    BreakResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return breaks.of(caller.tenant(), id)
                .map(row -> BreakResource.of(row, clock.instant()))
                .orElseThrow(() -> QueryReader.notFound(Rejection.BREAK_NOT_FOUND, id));
    }

    @GetMapping
    Page<BreakResource> list(Caller caller, QueryReader query) {
        var filter =
                new Filter(
                        query.choice("status", STATUSES).orElse(null),
                        query.choice("code", CODES).orElse(null),
                        query.text("provider").orElse(null));
        var age = query.choice("age", AGES).flatMap(AgeBucket::find);
        int limit = query.limit();
        var after = query.after(ID).orElse("");
        query.done();
        var now = clock.instant();
        var rows =
                breaks.list(
                        caller.tenant(),
                        filter,
                        age.flatMap(bucket -> bucket.oldest(now)).orElse(Instant.EPOCH),
                        age.map(bucket -> bucket.newest(now)).orElse(EVER),
                        after,
                        limit + 1);
        var page = Page.of(rows.stream().map(BreakRow::id).toList(), limit);
        return page.map(id -> resource(rows, id, now));
    }

    private static BreakResource resource(List<BreakRow> rows, String id, Instant now) {
        Optional<BreakRow> row = rows.stream().filter(one -> one.id().equals(id)).findFirst();
        return BreakResource.of(row.orElseThrow(), now);
    }
}
