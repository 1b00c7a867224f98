package io.truebook.api.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackCatcher.Caught;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the ledger relies on in every provider account it calls; one subclass per adapter.
 *
 * <p>An outcome may come with the answer or by callback: what counts is that it comes, with the
 * same facts.
 */
@Tag("database")
abstract class ProviderContract extends ContractCalls {

    @Nested
    class A_charge {

        @Test
        void takes_the_money_and_a_repeat_under_its_key_says_the_same() {
            var charge = sale();

            var first = send(charge);
            var again = send(charge);

            assertThat(first).isInstanceOf(Outcome.Succeeded.class);
            assertThat(only(first, ProviderFact.Captured.class).amount()).isEqualTo(EUR_10);
            assertThat(keys(again)).isEqualTo(keys(first));
        }

        @Test
        void is_found_again_without_the_providers_id_and_with_the_same_facts() {
            var charge = sale();
            var sentAt = Instant.now();
            var sent = send(charge);

            assertThat(keys(findOut(charge, sentAt))).isEqualTo(keys(sent));
        }

        @Test
        void that_was_never_sent_is_not_there() {
            assertThat(provider().lookUp(sale(), Instant.now()))
                    .isInstanceOf(Outcome.NotExecuted.class);
        }

        @Test
        void that_is_declined_is_final_and_the_same_when_found_out() {
            var charge = charge(methods().declines(), CaptureMode.AUTOMATIC);
            var sentAt = Instant.now();

            var sent = send(charge);

            assertThat(sent).isInstanceOf(Outcome.Refused.class);
            assertThat(only(sent, ProviderFact.ChargeFailed.class).failure().code())
                    .isEqualTo("declined");
            assertThat(keys(findOut(charge, sentAt))).isEqualTo(keys(sent));
        }

        @Test
        void that_cannot_be_understood_is_refused_for_good() {
            var sent = send(charge(methods().isUnknown(), CaptureMode.AUTOMATIC));

            assertThat(sent).isInstanceOf(Outcome.Refused.class);
            assertThat(only(sent, ProviderFact.ChargeFailed.class).failure().code())
                    .isEqualTo("invalid_request");
        }

        @Test
        void under_the_key_of_another_is_never_sent_and_never_called_refused() {
            var first = sale();
            send(first);
            var other = sale();

            assertThat(send(other, first)).isInstanceOf(Outcome.Unknown.class);
            assertThat(only(send(first), ProviderFact.Captured.class).amount()).isEqualTo(EUR_10);
        }

        @ParameterizedTest
        @CsvSource({"page, 200", "truncated, 200", "torn, 200", "empty, 200", "page, 502"})
        void whose_answer_is_spoilt_is_unknown_and_found_out(String body, int status) {
            var charge = sale();
            var sentAt = Instant.now();
            spoilsItsNextAnswer(body, status);

            assertThat(send(charge)).isInstanceOf(Outcome.Unknown.class);

            assertThat(only(findOut(charge, sentAt), ProviderFact.Captured.class).amount())
                    .isEqualTo(EUR_10);
        }

        @Test
        void may_need_the_payer_first() {
            var outcome = send(charge(methods().asksThePayer(), CaptureMode.AUTOMATIC));

            assertThat(outcome).isInstanceOf(Outcome.ActionRequired.class);
            assertThat(only(outcome, ProviderFact.ActionRequired.class).action().url())
                    .startsWith("http");
        }

        @Test
        void always_has_the_same_bytes() {
            var charge = sale();

            assertThat(provider().freeze(charge)).isEqualTo(provider().freeze(charge));
        }
    }

    @Nested
    class A_hold {

        @Test
        void is_captured_in_part_once() {
            var hold = hold();
            var held = send(hold);
            var capture = capture(hold, held, 1);
            var second = capture(hold, held, 2);

            assertThat(provider().lookUp(capture, Instant.now()))
                    .isInstanceOf(Outcome.NotExecuted.class);
            var captured = learn(capture, send(capture), ProviderFact.Captured.class);
            var refused = learn(second, send(second), ProviderFact.CaptureRefused.class);

            assertThat(only(held, ProviderFact.Authorized.class).amount()).isEqualTo(EUR_10);
            assertThat(captured.amount()).isEqualTo(EUR_6);
            assertThat(captured.source().paymentReference()).isEqualTo(reference(held));
            assertThat(refused.source().objectId()).isEqualTo(second.operationId());
        }

        @Test
        void is_captured_once_whatever_the_number_of_repeats() {
            var hold = hold();
            var capture = capture(hold, send(hold), 1);

            var first = send(capture);
            var again = send(capture);

            assertThat(again.getClass()).isEqualTo(first.getClass());
            assertThat(keys(again)).isEqualTo(keys(first));
        }

        @Test
        void is_given_back_by_its_name() {
            var hold = hold();
            var held = send(hold);
            var cancel =
                    new ProviderCall.Cancel(
                            hold.operationId() + "-void-1", reference(held), hold.operationId());

            var voided = learn(cancel, send(cancel), ProviderFact.Voided.class);

            assertThat(voided.source().paymentReference()).isEqualTo(reference(held));
        }

        @Test
        void is_given_back_even_when_nobody_has_named_the_payment() {
            var hold = hold();
            var held = send(hold);
            var cancel =
                    new ProviderCall.Cancel(
                            hold.operationId() + "-void-1", null, hold.operationId());

            var outcome = send(cancel);

            var voided =
                    find(outcome, ProviderFact.Voided.class)
                            .orElseGet(() -> toldOfEither(cancel, hold));
            assertThat(voided.source().paymentReference()).isEqualTo(reference(held));
        }
    }

    @Nested
    class Captured_money {

        @Test
        void goes_back_once_per_refund() {
            var charged = send(sale());
            var refund = refund(charged);

            var first = send(refund);
            var again = send(refund);
            var found = findOut(refund, Instant.now());

            var succeeded = learn(refund, first, ProviderFact.RefundSucceeded.class);
            assertThat(succeeded.operationId()).isEqualTo(refund.operationId());
            assertThat(succeeded.amount()).isEqualTo(EUR_6);
            assertThat(keys(again)).isEqualTo(keys(first));
            assertThat(keys(found)).isEqualTo(keys(first));
        }

        @Test
        void does_not_go_back_above_what_was_taken() {
            var charged = send(sale());
            var refund = refund(charged);
            learn(refund, send(refund), ProviderFact.RefundSucceeded.class);
            var tooMuch = refund(charged);

            var failed = learn(tooMuch, send(tooMuch), ProviderFact.RefundFailed.class);

            assertThat(failed.operationId()).isEqualTo(tooMuch.operationId());
        }
    }

    @Nested
    class A_refund_that_had_succeeded {

        @Test
        void comes_back_under_the_name_it_left_by() {
            var charged = send(charge(methods().refundFails(), CaptureMode.AUTOMATIC));
            var refund = refund(charged);

            var left = learn(refund, send(refund), ProviderFact.RefundSucceeded.class);
            var back = told(refund, ProviderFact.RefundFailed.class);

            assertThat(back.source().objectId()).isEqualTo(left.source().objectId());
            assertThat(back.operationId()).isEqualTo(refund.operationId());
            assertThat(back.amount()).isEqualTo(left.amount());
        }
    }

    @Nested
    class A_callback {

        private Caught about(ProviderCall call) {
            return LedgerFixture.await(
                            () ->
                                    callbacks().all().stream()
                                            .filter(one -> isAbout(one, call))
                                            .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        private boolean isGenuine(Caught caught, byte[] body) {
            return dialect().isGenuine(body, caught::header, Instant.now());
        }

        @Test
        void tells_the_same_fact_as_the_answer_so_that_it_is_booked_once() {
            var charge = sale();
            var answered = only(send(charge), ProviderFact.Captured.class);

            var told = told(charge, ProviderFact.Captured.class);

            assertThat(told.key()).isEqualTo(answered.key());
            assertThat(told.amount()).isEqualTo(EUR_10);
        }

        @Test
        void proves_itself_and_a_forged_one_does_not() {
            var charge = sale();
            send(charge);
            var caught = about(charge);

            assertThat(isGenuine(caught, caught.body())).isTrue();
            assertThat(isGenuine(caught, caught.text().replace("1000", "9000").getBytes(UTF_8)))
                    .isFalse();
            assertThat(isGenuine(caught, caught.text().substring(1).getBytes(UTF_8))).isFalse();
            assertThat(isGenuine(caught, new byte[0])).isFalse();
        }

        @Test
        void says_the_same_without_anything_about_people() {
            var charge = sale();
            send(charge);
            byte[] body = about(charge).body();

            byte[] redacted = dialect().withoutPersonalData(body);

            assertThat(dialect().read(redacted)).isEqualTo(dialect().read(body));
            assertThat(dialect().envelope(redacted)).isEqualTo(dialect().envelope(body));
            assertThat(dialect().withoutPersonalData(redacted)).isEqualTo(redacted);
        }
    }

    @Test
    void amounts_have_a_step_or_are_not_taken() {
        assertThat(provider().amountStep(CurrencyTable.of("EUR"))).isEqualTo(1);
        assertThat(provider().amountStep(CurrencyTable.of("JPY"))).isEqualTo(1);
        assertThat(provider().amountStep(CurrencyTable.of("KPW"))).isZero();
    }
}
