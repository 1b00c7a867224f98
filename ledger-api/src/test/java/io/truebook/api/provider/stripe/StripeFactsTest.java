package io.truebook.api.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StripeFactsTest {

    private static final Instant SEEN = Instant.ofEpochSecond(1_800_000_000L);
    private static final String CHARGE =
            """
            {"id": "ch_1", "object": "charge", "status": "succeeded", "captured": true,
             "amount": 1000, "amount_captured": 1000, "amount_refunded": 0, "refunded": false,
             "currency": "eur", "created": 1799999990, "payment_intent": "pi_1",
             "balance_transaction": "txn_1", "metadata": {"truebook_operation": "ch_ours"}}
            """;
    private static final String FEE =
            """
            {"id": "txn_1", "object": "balance_transaction", "fee": 59, "currency": "eur",
             "created": 1799999991}
            """;

    private final StripeFacts facts = new StripeFacts("stripe");

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private List<ProviderFact> ofCharge(String text) {
        return facts.ofCharge(json(text), SEEN);
    }

    private List<ProviderFact> ofPayment(String status, String more) {
        var text =
                "{\"id\": \"pi_1\", \"status\": \""
                        + status
                        + "\", \"currency\": \"eur\""
                        + more
                        + "}";
        return facts.ofPayment(json(text), SEEN);
    }

    private static List<String> keys(List<ProviderFact> facts) {
        return facts.stream().map(ProviderFact::key).toList();
    }

    @Nested
    class A_fact {

        @Test
        void is_the_same_from_a_response_a_callback_and_a_look_up() {
            var fromEvent = ofCharge(CHARGE);
            var expanded = CHARGE.replace("\"txn_1\"", FEE);
            var fromAnswer = ofPayment("succeeded", ", \"latest_charge\": " + expanded);
            var bare = ", \"latest_charge\": \"ch_1\", \"amount_received\": 1000";
            var fromBareLookUp = ofPayment("succeeded", bare);

            assertThat(keys(fromEvent)).containsExactly("stripe|ch_1|captured|1");
            assertThat(keys(fromAnswer))
                    .containsExactly("stripe|ch_1|captured|1", "stripe|txn_1|fee|1");
            assertThat(keys(fromBareLookUp)).isEqualTo(keys(fromEvent));
            var captured = (ProviderFact.Captured) fromEvent.getFirst();
            assertThat(captured.amount()).isEqualTo(Money.of(1000, "EUR"));
            assertThat(captured.source().paymentReference()).isEqualTo("pi_1");
        }

        @Test
        void of_a_decline_is_about_the_failed_charge_whoever_reports_it() {
            var event = ofCharge(CHARGE.replace("\"succeeded\"", "\"failed\""));
            var error =
                    ", \"last_payment_error\": {\"charge\": \"ch_1\", \"code\": \"card_declined\","
                            + " \"decline_code\": \"lost_card\"}";
            var lookUp = ofPayment("requires_payment_method", error);

            assertThat(keys(lookUp)).isEqualTo(keys(event));
            var failed = (ProviderFact.ChargeFailed) lookUp.getFirst();
            assertThat(failed.failure().providerCode()).isEqualTo("lost_card");
        }
    }

    @Nested
    class A_charge {

        private static final String HELD =
                CHARGE.replace("\"captured\": true", "\"captured\": false");

        @Test
        void not_captured_is_only_a_hold() {
            assertThat(keys(ofCharge(HELD))).containsExactly("stripe|ch_1|authorized|1");
        }

        @Test
        void captured_in_part_is_worth_the_part() {
            var part = CHARGE.replace("\"amount_captured\": 1000", "\"amount_captured\": 600");

            var captured = (ProviderFact.Captured) ofCharge(part).getFirst();

            assertThat(captured.amount()).isEqualTo(Money.of(600, "EUR"));
        }

        @Test
        void whose_hold_was_released_says_nothing_of_how() {
            assertThat(ofCharge(HELD.replace("\"refunded\": false", "\"refunded\": true")))
                    .isEmpty();
        }

        @Test
        void refunded_is_still_worth_what_was_captured() {
            var refunded = CHARGE.replace("\"refunded\": false", "\"refunded\": true");

            assertThat(keys(ofCharge(refunded))).containsExactly("stripe|ch_1|captured|1");
        }

        @Test
        void without_a_whole_amount_is_not_guessed_at() {
            var broken = HELD.replace("\"amount\": 1000", "\"amount\": 10.5");

            assertThatThrownBy(() -> ofCharge(broken)).isInstanceOf(StripeFacts.Unreadable.class);
        }
    }

    @Nested
    class A_payment {

        @Test
        void that_is_canceled_was_voided_by_us_or_lapsed_by_itself() {
            var charge = ", \"latest_charge\": \"ch_1\"";

            assertThat(keys(ofPayment("canceled", charge))).containsExactly("stripe|ch_1|voided|1");
            assertThat(
                            keys(
                                    ofPayment(
                                            "canceled",
                                            charge + ", \"cancellation_reason\": \"automatic\"")))
                    .containsExactly("stripe|ch_1|expired|1");
        }

        @Test
        void that_waits_for_the_payer_says_where_to_go() {
            var action =
                    ", \"next_action\": {\"type\": \"redirect_to_url\","
                            + " \"redirect_to_url\": {\"url\": \"https://bank.example\"}}";

            var fact = ofPayment("requires_action", action).getFirst();

            assertThat(((ProviderFact.ActionRequired) fact).action().url())
                    .isEqualTo("https://bank.example");
        }

        @Test
        void says_nothing_of_money_as_a_mere_status() {
            var payment = json("{\"id\": \"pi_1\", \"status\": \"succeeded\"}");

            assertThat(facts.statusOf(payment, SEEN)).isEmpty();
        }
    }

    @Nested
    class A_refund {

        private List<ProviderFact> ofRefund(String status, String operation) {
            return facts.ofRefund(
                    json(
                            """
                            {"id": "re_1", "object": "refund", "status": "%s", "amount": 300,
                             "currency": "eur", "created": 1799999999, "payment_intent": "pi_1",
                             "metadata": {"truebook_operation": "%s"}}
                            """
                                    .formatted(status, operation)),
                    SEEN);
        }

        @Test
        void goes_from_pending_over_succeeded_to_failed_as_three_facts() {
            assertThat(keys(ofRefund("pending", "re_ours")))
                    .containsExactly("stripe|re_1|refund_pending|1");
            assertThat(keys(ofRefund("succeeded", "re_ours")))
                    .containsExactly("stripe|re_1|refund_succeeded|1");
            assertThat(keys(ofRefund("failed", "re_ours")))
                    .containsExactly("stripe|re_1|refund_failed|1");
        }

        @Test
        void made_at_stripe_is_none_of_our_operations() {
            var fact = (ProviderFact.RefundSucceeded) ofRefund("succeeded", "other").getFirst();

            assertThat(fact.operationId()).isNull();
        }
    }

    @Test
    void a_message_with_a_card_number_is_masked() {
        var error = json("{\"code\": \"x\", \"message\": \"Card 4242 4242 4242 4242 failed\"}");

        assertThat(StripeFacts.declined(error).message()).isEqualTo("Card *** failed");
    }
}
