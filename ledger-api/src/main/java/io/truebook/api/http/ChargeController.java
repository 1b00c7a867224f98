package io.truebook.api.http;

import static io.truebook.ledger.provider.CaptureMode.AUTOMATIC;
import static io.truebook.ledger.provider.CaptureMode.MANUAL;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.projection.payment.PaymentListQueries;
import io.truebook.projection.payment.PaymentListQueries.ChargeFilter;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.payment.PaymentStatus;
import io.truebook.projection.payment.ProbableDuplicates;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Charges: taken, shown, captured and voided. */
@RestController
@RequestMapping(path = "/v1/charges", produces = "application/json")
class ChargeController {

    static final String ID = "ch_[0-9a-z]{26}";

    private final TransactionGate gate;
    private final PaymentWishes wishes;
    private final ProviderAccounts providers;
    private final PaymentQueries payments;
    private final PaymentListQueries lists;
    private final ProbableDuplicates duplicates;

    ChargeController(
            TransactionGate gate,
            PaymentWishes wishes,
            ProviderAccounts providers,
            PaymentQueries payments,
            PaymentListQueries lists,
            ProbableDuplicates duplicates) {
        this.gate = gate;
        this.wishes = wishes;
        this.providers = providers;
        this.payments = payments;
        this.lists = lists;
        this.duplicates = duplicates;
    }

    @PostMapping(consumes = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        long minor = body.amount("amount");
        var amount = new Money(minor, body.currency("currency"));
        var merchant = body.segment("merchant");
        var connection = body.segment("provider");
        var method = body.text("payment_method");
        var capture =
                body.choice("capture", Map.of("automatic", AUTOMATIC, "manual", MANUAL), AUTOMATIC);
        @Nullable String returnUrl = body.optionalUrl("return_url").orElse(null);
        var personal =
                new Personal(
                        body.optionalText("description").orElse(null),
                        body.optionalText("reference").orElse(null),
                        body.metadata("metadata"));
        var context = post.context("request-charge", body.done());
        var id = NewId.of("ch_", wishes.now());
        var wish =
                wishes.charge(
                        id,
                        post.caller(),
                        () ->
                                new RequestCharge(
                                        id,
                                        post.caller().tenant(),
                                        TransactionId.ofClient(post.transactionId()),
                                        amount,
                                        merchant,
                                        connection,
                                        method,
                                        capture,
                                        returnUrl,
                                        providers.amountStep(
                                                post.caller().tenant(),
                                                connection,
                                                amount.currency()),
                                        personal,
                                        wishes.now(),
                                        probableDuplicate(post, merchant, personal, amount)));
        return gate.pass(post, context, wish);
    }

    /** Looked for only where a reference says what the charge is for. */
    private @Nullable String probableDuplicate(
            Post post, String merchant, Personal personal, Money amount) {
        var reference = personal.reference();
        return reference == null
                ? null
                : duplicates.of(post.caller().tenant(), merchant, reference, amount).orElse(null);
    }

    @PostMapping("/{id}/capture")
    ResponseEntity<byte[]> capture(@PathVariable String id, Post post) {
        var body = post.jsonOrNothing();
        @Nullable Long amount = body.optionalAmount("amount").orElse(null);
        var context = post.context("capture-charge", body.done());
        var wish =
                wishes.change(
                        id,
                        post.caller(),
                        () ->
                                new CaptureCharge(
                                        id,
                                        post.caller().tenant(),
                                        TransactionId.ofClient(post.transactionId()),
                                        amount,
                                        wishes.now()));
        return gate.pass(post, context, wish);
    }

    @PostMapping("/{id}/void")
    ResponseEntity<byte[]> voidCharge(@PathVariable String id, Post post) {
        var context = post.context("void-charge", post.jsonOrNothing().done());
        var wish =
                wishes.change(
                        id,
                        post.caller(),
                        () ->
                                new VoidCharge(
                                        id,
                                        post.caller().tenant(),
                                        TransactionId.ofClient(post.transactionId()),
                                        wishes.now()));
        return gate.pass(post, context, wish);
    }

    @GetMapping("/{id}")
    ChargeResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return payments.byId(caller.tenant(), id)
                .map(found -> ChargeResource.of(found.payment(), found.position()))
                .orElseThrow(() -> QueryReader.notFound(Rejection.CHARGE_NOT_FOUND, id));
    }

    @GetMapping
    Page<ChargeResource> list(Caller caller, QueryReader query) {
        var filter =
                new ChargeFilter(
                        query.choice("status", PaymentStatus.ALL).orElse(null),
                        query.text("merchant").orElse(null),
                        query.text("provider").orElse(null),
                        query.text("reference").orElse(null),
                        query.time("created_from").orElse(null),
                        query.time("created_to").orElse(null));
        int limit = query.limit();
        @Nullable String after = query.after(ID).orElse(null);
        query.done();
        var ids = lists.charges(caller.tenant(), filter, after, limit + 1);
        return Page.of(ids, limit)
                .map(id ->
                        payments.byId(caller.tenant(), id)
                                .map(found -> ChargeResource.of(found.payment(), found.position()))
                                .orElseThrow());
    }
}
