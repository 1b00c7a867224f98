package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.projection.reconciliation.SuspenseQueries;
import io.truebook.projection.reconciliation.SuspenseQueries.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What waits in suspense, or is set aside for merchants and not yet paid: each item that does not
 * net to zero, how old it is, and its history.
 */
@RestController
@RequestMapping(path = "/v1/suspense", produces = "application/json")
class SuspenseController {

    /**
     * An open item.
     *
     * @param id the break or the payout to a merchant it is about
     * @param provider null where it is of no provider
     * @param amount minor units of {@code currency}, above zero where somebody's money waits
     * @param since when the first of it counts from
     */
    record SuspenseResource(
            String id,
            String object,
            @Nullable String provider,
            String account,
            long amount,
            String currency,
            Instant since,
            String ageBucket,
            List<Step> history,
            long journalPosition) {

        /** One posting; amount above zero where it was put into suspense. */
        record Step(
                String event,
                Instant at,
                Instant effectiveAt,
                long amount,
                String currency,
                long journalPosition) {}

        static SuspenseResource of(Item item, Instant now) {
            var open = item.open();
            return new SuspenseResource(
                    open.item(),
                    "suspense_item",
                    item.connection(),
                    open.account(),
                    open.net().minor(),
                    open.net().currency().code(),
                    open.since(),
                    AgeBucket.of(Duration.between(open.since(), now)).label(),
                    item.history().stream().map(SuspenseResource::step).toList(),
                    item.history().getLast().position());
        }

        private static Step step(SuspenseQueries.Step step) {
            return new Step(
                    step.event(),
                    step.at(),
                    step.effectiveAt(),
                    step.amount().minor(),
                    step.amount().currency().code(),
                    step.position());
        }
    }

    private final SuspenseQueries suspense;
    private final Clock clock;

    SuspenseController(SuspenseQueries suspense, Clock clock) {
        this.suspense = suspense;
        this.clock = clock;
    }

    @GetMapping
    Page<SuspenseResource> list(Caller caller, QueryReader query) {
        @Nullable String provider = query.text("provider").orElse(null);
        int limit = query.limit();
        var after = OpenItemController.after(query);
        query.done();
        var now = clock.instant();
        var found = suspense.open(caller.tenant(), provider, after, limit + 1);
        return Page.of(found, limit, item -> OpenItemController.cursor(item.open()))
                .map(item -> SuspenseResource.of(item, now));
    }
}
