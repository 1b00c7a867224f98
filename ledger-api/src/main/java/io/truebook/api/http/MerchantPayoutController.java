package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.merchantpayout.ToldOfPayout;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.projection.payment.MerchantPayoutQueries;
import java.util.Arrays;
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
        @Nullable String reference = body.optionalText("bank_reference").orElse(null);
        return new ToldOfPayout(reference, wishes.now(), OPERATOR);
    }

    @GetMapping("/{id}")
    MerchantPayoutResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        var found = wishes.found(caller.tenant(), id);
        return MerchantPayoutResource.of(found.payout(), found.position());
    }

    @GetMapping
    Page<MerchantPayoutResource> list(Caller caller, QueryReader query) {
        @Nullable String merchant = query.text("merchant").orElse(null);
        @Nullable String status =
                query.choice("status", MerchantPayoutResource.STATUSES).orElse(null);
        int limit = query.limit();
        @Nullable String after = query.after(MerchantPayoutWishes.ID).orElse(null);
        query.done();
        var found = payouts.list(caller.tenant(), merchant, status, after, limit + 1);
        return Page.of(found, limit, at -> at.payout().request().payoutId())
                .map(at -> MerchantPayoutResource.of(at.payout(), at.position()));
    }
}
