package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.merchantpayout.ToldOfPayout;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.projection.payment.MerchantPayoutQueries;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Payouts to merchants: asked for, told paid or failed, and shown. */
@RestController
@RequestMapping(path = "/v1/merchant-payouts", produces = "application/json")
class MerchantPayoutController {

    private static final String OPERATOR = "operator";
    private static final Map<String, PayoutFailure> FAILURES =
            Arrays.stream(PayoutFailure.values())
                    .collect(Collectors.toMap(PayoutFailure::code, Function.identity()));

    private final TransactionGate gate;
    private final MerchantPayoutWishes wishes;
    private final MerchantPayoutQueries payouts;

    MerchantPayoutController(
            TransactionGate gate, MerchantPayoutWishes wishes, MerchantPayoutQueries payouts) {
        this.gate = gate;
        this.wishes = wishes;
        this.payouts = payouts;
    }

    @PostMapping(consumes = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        var merchant = body.segment("merchant");
        long amount = body.amount("amount");
        var currency = body.currency("currency");
        @Nullable String reference = body.optionalText("reference").orElse(null);
        @Nullable String description = body.optionalText("description").orElse(null);
        var context = post.context("request-merchant-payout", body.done());
        var id = NewId.of("mpo_", wishes.now());
        var command =
                new RequestMerchantPayout(
                        id,
                        post.caller().tenant(),
                        TransactionId.ofClient(post.transactionId()),
                        merchant,
                        new Money(amount, currency),
                        new Personal(description, reference, Map.of()),
                        wishes.now());
        return gate.pass(post, context, wishes.of(() -> command));
    }

    @PostMapping("/{id}/paid")
    ResponseEntity<byte[]> paid(@PathVariable String id, Post post) {
        var body = post.jsonOrNothing();
        var told = told(body);
        var context = post.context("merchant-payout-paid", body.done());
        var command = new RecordMerchantPayoutPaid(id, post.caller().tenant(), told, wishes.now());
        return gate.pass(post, context, wishes.of(() -> command));
    }

    @PostMapping("/{id}/failed")
    ResponseEntity<byte[]> failed(@PathVariable String id, Post post) {
        var body = post.jsonOrNothing();
        var told = told(body);
        var failure = body.optionalChoice("failure_code", FAILURES).orElse(PayoutFailure.OTHER);
        var context = post.context("merchant-payout-failed", body.done());
        var command =
                new RecordMerchantPayoutFailed(
                        id, post.caller().tenant(), told, failure, wishes.now());
        return gate.pass(post, context, wishes.of(() -> command));
    }

    private ToldOfPayout told(BodyReader body) {
        @Nullable String reference = body.optionalName("bank_reference").orElse(null);
        return new ToldOfPayout(reference, wishes.now(), OPERATOR);
    }

    @GetMapping("/{id}")
    MerchantPayoutResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return wishes.shown(wishes.found(caller.tenant(), id));
    }

    @GetMapping
    Page<MerchantPayoutResource> list(Caller caller, QueryReader query) {
        @Nullable String merchant = query.text("merchant").orElse(null);
        @Nullable Status status =
                query.choice("status", MerchantPayoutResource.STATUSES)
                        .flatMap(MerchantPayoutResource::status)
                        .orElse(null);
        boolean overdue = query.choice("overdue", List.of("true")).isPresent();
        int limit = query.limit();
        @Nullable String after = query.after(MerchantPayoutWishes.ID).orElse(null);
        query.done();
        if (overdue && status != null && status != Status.REQUESTED) {
            throw InvalidRequest.field("overdue", "only what is requested can be overdue");
        }
        @Nullable Instant before =
                overdue ? MerchantPayoutResource.overdueBefore(wishes.today()) : null;
        var wanted = overdue ? Status.REQUESTED : status;
        var found = payouts.list(caller.tenant(), merchant, wanted, before, after, limit + 1);
        return Page.of(found, limit, at -> at.payout().request().payoutId()).map(wishes::shown);
    }
}
