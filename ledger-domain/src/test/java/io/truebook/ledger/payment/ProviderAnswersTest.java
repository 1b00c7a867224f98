package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.CHARGE;
import static io.truebook.ledger.payment.Payments.aHeld;
import static io.truebook.ledger.payment.Payments.aRequested;
import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.answer;
import static io.truebook.ledger.payment.Payments.captureCharge;
import static io.truebook.ledger.payment.Payments.event;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.requestCharge;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment.None;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Answers and amounts: what is refused, what is not understood, and what is closed. */
class ProviderAnswersTest {

    private static final String CAPTURE = "ch_1-capture-1";

    @Nested
    class Answers {

        @Test
        void in_another_currency_leave_the_operation_open() {
            var dollars = new ProviderFact.Captured(Facts.of("pc_1"), Money.of(1000, "USD"));
            var asked = after(aHeld(), captureCharge(null));

            var done = answer(CAPTURE, new Outcome.Succeeded(List.of(dollars)));

            assertThat(accepted(asked, done)).isEmpty();
        }

        @Test
        void with_several_facts_book_each_once() {
            var facts =
                    List.of(
                            Facts.authorized(1000),
                            Facts.captured(1000),
                            Facts.fee("txn_1", 55),
                            Facts.captured(1000));

            var events = accepted(aRequested(), answer(CHARGE, new Outcome.Succeeded(facts)));

            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly("ChargeAuthorized", "ChargeCaptured", "ProviderFeeRecorded");
        }

        @Test
        void that_were_not_executed_change_nothing() {
            var busy = answer(CHARGE, new Outcome.NotExecuted("429"));

            assertThat(accepted(aRequested(), busy)).isEmpty();
        }

        @Test
        void about_a_payment_nobody_knows_change_nothing() {
            assertThat(accepted(new Payment.None(), told(Facts.captured(1000)))).isEmpty();
        }

        @Test
        void name_the_provider_call_only_while_it_is_open() {
            var held = aHeld();

            assertThat(ProviderCalls.of(aRequested(CaptureMode.MANUAL), CHARGE)).isPresent();
            assertThat(ProviderCalls.of(held, CHARGE)).isEmpty();
            assertThat(ProviderCalls.of(after(held, captureCharge(600L)), CAPTURE))
                    .hasValueSatisfying(
                            call -> assertThat(call.toString()).contains("600", "pi_1"));
        }
    }

    @Nested
    class Amounts {

        @Test
        void off_the_providers_scale_are_rejected() {
            var offScale = requestCharge(CaptureMode.MANUAL, 1001, 10);
            var held =
                    told(
                            after(new None(), requestCharge(CaptureMode.MANUAL, 1000, 10)),
                            Facts.authorized(1000));
            var captured = told(held, Facts.captured(1000));

            assertThat(inWords(new None(), offScale)).isEqualTo("AMOUNT_SCALE_NOT_SUPPORTED");
            assertThat(inWords(held, captureCharge(995L))).isEqualTo("AMOUNT_SCALE_NOT_SUPPORTED");
            assertThat(inWords(captured, requestRefund("re_1", 995L)))
                    .isEqualTo("AMOUNT_SCALE_NOT_SUPPORTED");
        }

        @Test
        void of_a_currency_the_provider_does_not_take_are_rejected() {
            var command = requestCharge(CaptureMode.AUTOMATIC, 1000, 0);

            assertThat(inWords(new None(), command)).isEqualTo("CURRENCY_NOT_SUPPORTED");
        }

        @Test
        void that_move_nothing_cannot_be_asked_for() {
            assertThatThrownBy(() -> requestCharge(CaptureMode.AUTOMATIC, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> captureCharge(0L))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> requestRefund("re_1", -1L))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void no_provider_can_mean_are_not_recognised() {
            var captured = Payments.aCaptured();

            assertThat(captured.recognises(Facts.captured("pc_2", 0))).isFalse();
            assertThat(captured.recognises(Facts.captured("pc_2", Long.MAX_VALUE))).isFalse();
            assertThat(captured.recognises(Facts.refunded("pr_2", null, -1))).isFalse();
            assertThat(captured.recognises(Facts.fee("txn_1", Long.MIN_VALUE))).isFalse();
            assertThat(captured.recognises(Facts.fee("txn_1", -55))).isTrue();
        }

        @Test
        void of_another_currency_or_connection_are_not_recognised() {
            var dollars = new ProviderFact.Captured(Facts.of("pc_1"), Money.of(1000, "USD"));
            var requested = Payments.aRequested();

            assertThat(requested.recognises(dollars)).isFalse();
            assertThat(inWords(requested, told(dollars))).isEqualTo("nothing");
            assertThat(new None().recognises(Facts.captured(1000))).isFalse();
        }
    }
}
