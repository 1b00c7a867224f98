package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.projection.payment.PaymentListQueries;
import io.truebook.projection.payment.PaymentListQueries.RefundFilter;
import io.truebook.projection.payment.PaymentQueries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Refunds: given and shown. */
@RestController
@RequestMapping(path = "/v1/refunds", produces = "application/json")
class RefundController {

    private static final String ID = "re_[0-9a-z]{26}";

    private final TransactionGate gate;
    private final PaymentWishes wishes;
    private final PaymentQueries payments;
    private final PaymentListQueries lists;

    RefundController(
            TransactionGate gate,
            PaymentWishes wishes,
            PaymentQueries payments,
            PaymentListQueries lists) {
        this.gate = gate;
        this.wishes = wishes;
        this.payments = payments;
        this.lists = lists;
    }

    @PostMapping(consumes = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        var charge = body.text("charge");
        @Nullable Long amount = body.optionalAmount("amount").orElse(null);
        @Nullable String reason = body.optionalText("reason").orElse(null);
        var personal = new Personal(null, null, body.metadata("metadata"));
        var context = post.context("request-refund", body.done());
        var id = NewId.of("re_", wishes.now());
        var wish =
                wishes.refund(
                        charge,
                        post.caller(),
                        () ->
                                new RequestRefund(
                                        charge,
                                        post.caller().tenant(),
                                        TransactionId.ofClient(post.transactionId()),
                                        id,
                                        amount,
                                        reason,
                                        personal,
                                        wishes.now()));
        return gate.pass(post, context, wish);
    }

    @GetMapping("/{id}")
    RefundResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return find(caller, id)
                .orElseThrow(() -> QueryReader.notFound(Rejection.REFUND_NOT_FOUND, id));
    }

    @GetMapping
    Page<RefundResource> list(Caller caller, QueryReader query) {
        var filter =
                new RefundFilter(
                        query.text("charge").orElse(null),
                        query.choice("status", RefundResource.STATUSES).orElse(null));
        int limit = query.limit();
        @Nullable String after = query.after(ID).orElse(null);
        query.done();
        var ids = lists.refunds(caller.tenant(), filter, after, limit + 1);
        return Page.of(ids, limit).map(id -> find(caller, id).orElseThrow());
    }

    private Optional<RefundResource> find(Caller caller, String id) {
        return payments.byRefund(caller.tenant(), id)
                .flatMap(found ->
                        Optional.ofNullable(found.payment().file().refunds().get(id))
                                .map(refund ->
                                        RefundResource.of(
                                                found.payment(), refund, found.position())));
    }
}
