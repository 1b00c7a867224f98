package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.payment.PaymentListQueries;
import io.truebook.projection.payment.PaymentListQueries.DisputeFilter;
import io.truebook.projection.payment.PaymentQueries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Disputes shown: they are begun and decided elsewhere. */
@RestController
@RequestMapping(path = "/v1/disputes", produces = "application/json")
class DisputeController {

    /** The provider's, so anything that fits into an address. */
    private static final String ID = "[A-Za-z0-9._-]{1,255}";

    private final PaymentQueries payments;
    private final PaymentListQueries lists;

    DisputeController(PaymentQueries payments, PaymentListQueries lists) {
        this.payments = payments;
        this.lists = lists;
    }

    @GetMapping("/{id}")
    DisputeResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return find(caller, id)
                .orElseThrow(() -> QueryReader.notFound(Rejection.DISPUTE_NOT_FOUND, id));
    }

    @GetMapping
    Page<DisputeResource> list(Caller caller, QueryReader query) {
        var filter =
                new DisputeFilter(
                        query.text("charge").orElse(null),
                        query.text("provider").orElse(null),
                        query.choice("status", DisputeResource.STATUSES).orElse(null));
        int limit = query.limit();
        @Nullable String after = query.after(ID).orElse(null);
        query.done();
        var ids = lists.disputes(caller.tenant(), filter, after, limit + 1);
        return Page.of(ids, limit).map(id -> find(caller, id).orElseThrow());
    }

    private Optional<DisputeResource> find(Caller caller, String id) {
        return payments.byDispute(caller.tenant(), id)
                .flatMap(found ->
                        Optional.ofNullable(found.payment().file().disputes().get(id))
                                .map(dispute ->
                                        DisputeResource.of(
                                                found.payment(), dispute, found.position())));
    }
}
