package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.projection.payment.PayoutQueries;
import io.truebook.projection.payment.PayoutQueries.PayoutAt;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Payouts of providers to our bank, as they say. */
@RestController
@RequestMapping(path = "/v1/payouts", produces = "application/json")
class PayoutController {

    private static final String CURSOR = "[0-9]{1,18}";

    /**
     * A payout.
     *
     * <p>Amount: minor units of {@code currency}; below zero where the provider collects from our
     * bank.
     *
     * @param id the provider's
     * @param status {@code paid} is what the provider expects; it may still become {@code failed}
     */
    record PayoutResource(
            String id,
            String object,
            String status,
            long amount,
            String currency,
            String provider,
            @Nullable Instant arrivesAt,
            @Nullable FailureResource failure,
            Instant createdAt,
            Instant updatedAt,
            long journalPosition) {

        static PayoutResource of(PayoutAt found) {
            var payout = found.payout();
            var amount = payout.amount();
            var created = payout.createdAt();
            var updated = payout.updatedAt();
            if (amount == null || created == null || updated == null) {
                throw new IllegalStateException("Listed by its creation, which it has not");
            }
            var arrival = payout.arrivesAt();
            return new PayoutResource(
                    found.payoutId(),
                    "payout",
                    payout.status().name().toLowerCase(Locale.ROOT),
                    amount.minor(),
                    amount.currency().code(),
                    found.connection(),
                    arrival == null ? null : Json.time(arrival),
                    FailureResource.of(payout.failure()),
                    Json.time(created),
                    Json.time(updated),
                    found.position());
        }
    }

    private final PayoutQueries payouts;

    PayoutController(PayoutQueries payouts) {
        this.payouts = payouts;
    }

    @GetMapping
    Page<PayoutResource> list(Caller caller, QueryReader query) {
        @Nullable String provider = query.text("provider").orElse(null);
        int limit = query.limit();
        @Nullable String after = query.after(CURSOR).orElse(null);
        query.done();
        long before = after == null ? Long.MAX_VALUE : Long.parseLong(after);
        var found = payouts.list(caller.tenant(), provider, before, limit + 1);
        return Page.of(found, limit, payout -> Long.toString(payout.index()))
                .map(PayoutResource::of);
    }
}
