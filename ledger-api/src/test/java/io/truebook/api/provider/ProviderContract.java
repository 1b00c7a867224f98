package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.TransactionMark;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the ledger relies on in every provider account it calls; one subclass per adapter. */
@Tag("database")
abstract class ProviderContract {

    private static final String MARK = TransactionMark.of("default", "api", "order-1");
    private static final Money EUR_10 = Money.of(1000, "EUR");
    private static final Money EUR_6 = Money.of(600, "EUR");

    /** How the provider under test is made to behave. */
    record Methods(String succeeds, String declines, String asksThePayer) {}

    abstract PaymentProvider provider();

    abstract Methods methods();

    private Outcome send(ProviderCall call) {
        var request = provider().freeze(call);
        return provider().send(call, request, ProviderKey.of("default", call.operationId()));
    }

    private static ProviderCall.Charge charge(String method, CaptureMode capture) {
        return new ProviderCall.Charge(
                LedgerFixture.newId("ch_"),
                EUR_10,
                method,
                capture,
                "https://shop.example/back",
                null,
                MARK);
    }

    private ProviderCall.Charge charge() {
        return charge(methods().succeeds(), CaptureMode.AUTOMATIC);
    }

    private static <F extends ProviderFact> F only(Outcome outcome, Class<F> kind) {
        return outcome.facts().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind + " in " + outcome));
    }

    private static List<String> keys(Outcome outcome) {
        return outcome.facts().stream().map(ProviderFact::key).toList();
    }

    private static String reference(Outcome outcome) {
        return outcome.facts().getFirst().source().paymentReference();
    }

    @Test
    void a_charge_takes_the_money_and_a_repeat_under_its_key_says_the_same() {
        var charge = charge();

        var first = send(charge);
        var again = send(charge);

        assertThat(first).isInstanceOf(Outcome.Succeeded.class);
        assertThat(only(first, ProviderFact.Captured.class).amount()).isEqualTo(EUR_10);
        assertThat(only(first, ProviderFact.FeeCharged.class).fee().isPositive()).isTrue();
        assertThat(keys(again)).isEqualTo(keys(first));
    }

    @Test
    void a_look_up_without_the_providers_id_finds_the_same_facts() {
        var charge = charge();
        var sentAt = Instant.now();
        var sent = send(charge);

        var found = provider().lookUp(charge, sentAt);

        assertThat(keys(found)).isEqualTo(keys(sent));
    }

    @Test
    void a_look_up_of_what_was_never_sent_finds_nothing() {
        assertThat(provider().lookUp(charge(), Instant.now()))
                .isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void a_decline_is_final_and_the_same_when_looked_up() {
        var charge = charge(methods().declines(), CaptureMode.AUTOMATIC);
        var sentAt = Instant.now();

        var sent = send(charge);

        assertThat(sent).isInstanceOf(Outcome.Refused.class);
        assertThat(only(sent, ProviderFact.ChargeFailed.class).failure().code())
                .isEqualTo("declined");
        assertThat(keys(provider().lookUp(charge, sentAt))).isEqualTo(keys(sent));
    }

    @Test
    void the_payer_may_have_to_act_first() {
        var outcome = send(charge(methods().asksThePayer(), CaptureMode.AUTOMATIC));

        assertThat(outcome).isInstanceOf(Outcome.ActionRequired.class);
        assertThat(only(outcome, ProviderFact.ActionRequired.class).action().url()).isNotEmpty();
    }

    @Test
    void a_hold_is_captured_in_part_once() {
        var hold = charge(methods().succeeds(), CaptureMode.MANUAL);
        var held = send(hold);
        var capture =
                new ProviderCall.Capture(hold.operationId() + "-capture-1", reference(held), EUR_6);

        assertThat(provider().lookUp(capture, Instant.now()))
                .isInstanceOf(Outcome.NotExecuted.class);
        var captured = send(capture);
        var secondOperation =
                new ProviderCall.Capture(hold.operationId() + "-capture-2", reference(held), EUR_6);
        var refused = send(secondOperation);

        assertThat(only(held, ProviderFact.Authorized.class).amount()).isEqualTo(EUR_10);
        assertThat(only(captured, ProviderFact.Captured.class).amount()).isEqualTo(EUR_6);
        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        only(refused, ProviderFact.CaptureRefused.class);
    }

    @Test
    void a_hold_is_given_back_even_when_nobody_has_named_the_payment() {
        var hold = charge(methods().succeeds(), CaptureMode.MANUAL);
        send(hold);
        var cancel =
                new ProviderCall.Cancel(hold.operationId() + "-void-1", null, hold.operationId());

        var outcome = send(cancel);

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        only(outcome, ProviderFact.Voided.class);
    }

    @Test
    void captured_money_goes_back_once_per_refund() {
        var charged = send(charge());
        var refund =
                new ProviderCall.Refund(
                        LedgerFixture.newId("re_"), reference(charged), EUR_6, "duplicate", MARK);
        var tooMuch =
                new ProviderCall.Refund(
                        LedgerFixture.newId("re_"), reference(charged), EUR_6, null, null);

        var first = send(refund);
        var again = send(refund);
        var found = provider().lookUp(refund, Instant.now());
        var refused = send(tooMuch);

        var succeeded = only(first, ProviderFact.RefundSucceeded.class);
        assertThat(succeeded.operationId()).isEqualTo(refund.operationId());
        assertThat(succeeded.amount()).isEqualTo(EUR_6);
        assertThat(keys(again)).isEqualTo(keys(first));
        assertThat(keys(found)).isEqualTo(keys(first));
        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        only(refused, ProviderFact.RefundFailed.class);
    }
}
