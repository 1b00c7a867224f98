package io.truebook.api.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Stripe's dispute, in every status and with its money in any number of movements. */
class StripeDisputesTest {

    private static final Instant SEEN = Instant.ofEpochSecond(1_800_000_000L);

    private static final String OUT =
            """
            {"id": "txn_out", "object": "balance_transaction", "amount": -1000, "fee": 1500,
             "net": -2500, "currency": "eur", "created": 1799999000, "source": "dp_1",
             "type": "adjustment", "reporting_category": "dispute"}
            """;
    private static final String BACK =
            """
            {"id": "txn_back", "object": "balance_transaction", "amount": 1000, "fee": -1500,
             "net": 2500, "currency": "eur", "created": 1799999500, "source": "dp_1",
             "type": "adjustment", "reporting_category": "dispute_reversal"}
            """;

    private final StripeDisputes disputes = new StripeDisputes("stripe");

    private List<ProviderFact> of(String status, String... movements) {
        return of(status, false, movements);
    }

    private List<ProviderFact> of(String status, boolean withdrawn, String... movements) {
        var dispute =
                """
                {"id": "dp_1", "object": "dispute", "amount": 1000, "currency": "eur",
                 "charge": "ch_1", "payment_intent": "pi_1", "created": 1799998000,
                 "livemode": false, "metadata": {}, "reason": "fraudulent",
                 "evidence_details": {"due_by": 1799999999, "has_evidence": false},
                 "is_charge_refundable": false, "status": "%s", "balance_transactions": [%s]}
                """
                        .formatted(status, String.join(",", movements));
        return disputes.of(JsonMapper.shared().readTree(dispute), withdrawn, SEEN);
    }

    private static List<String> keys(List<ProviderFact> facts) {
        return facts.stream().map(fact -> fact.key().substring("stripe|".length())).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "warning_needs_response, dp_1|dispute_inquiry|1",
        "warning_under_review,   dp_1|dispute_inquiry|1",
        "needs_response,         dp_1|dispute_opened|1",
        "under_review,           dp_1|dispute_opened|1"
    })
    void under_way_says_what_it_is_and_moves_nothing(String status, String key) {
        assertThat(keys(of(status))).containsExactly(key);
    }

    @ParameterizedTest
    @CsvSource({
        "warning_closed, dp_1|dispute_inquiry|1, dp_1|dispute_inquiry_closed|1",
        "won,            dp_1|dispute_opened|1,  dp_1|dispute_won|1",
        "lost,           dp_1|dispute_opened|1,  dp_1|dispute_lost|1"
    })
    void over_says_how(String status, String opened, String closed) {
        assertThat(keys(of(status))).containsExactly(opened, closed);
    }

    @Test
    void tells_what_is_claimed_why_and_until_when_to_answer() {
        var opened = (ProviderFact.DisputeOpened) of("needs_response").getFirst();

        assertThat(opened.amount()).isEqualTo(Money.of(1000, "EUR"));
        assertThat(opened.reason()).isEqualTo("fraudulent");
        assertThat(opened.respondBy()).isEqualTo(Instant.ofEpochSecond(1_799_999_999L));
        assertThat(opened.source().paymentReference()).isEqualTo("pi_1");
        assertThat(opened.source().occurredAt()).isEqualTo(Instant.ofEpochSecond(1_799_998_000L));
    }

    @Nested
    class Money_and_fees {

        @Test
        void are_what_the_balance_transactions_say() {
            var facts = of("won", OUT, BACK);

            assertThat(keys(facts))
                    .containsExactly(
                            "dp_1|dispute_withdrawn|1",
                            "txn_out|fee|1",
                            "dp_1|dispute_reinstated|1",
                            "txn_back|fee|1",
                            "dp_1|dispute_opened|1",
                            "dp_1|dispute_won|1");
            var taken = (ProviderFact.DisputeFundsWithdrawn) facts.getFirst();
            var fee = (ProviderFact.FeeCharged) facts.get(1);
            var feeBack = (ProviderFact.FeeCharged) facts.get(3);
            assertThat(taken.amount()).isEqualTo(Money.of(1000, "EUR"));
            assertThat(taken.source().occurredAt())
                    .isEqualTo(Instant.ofEpochSecond(1_799_999_000L));
            assertThat(fee.fee()).isEqualTo(Money.of(1500, "EUR"));
            assertThat(feeBack.fee()).isEqualTo(Money.of(-1500, "EUR"));
        }

        @Test
        void are_the_same_in_whatever_order_they_are_listed() {
            var again = OUT.replace("txn_out", "txn_again").replace("1799999000", "1799999900");

            assertThat(of("lost", again, BACK, OUT)).isEqualTo(of("lost", OUT, BACK, again));
            assertThat(keys(of("lost", OUT, BACK, again)))
                    .contains("dp_1|dispute_withdrawn|2", "dp_1|dispute_lost|2");
        }

        @Test
        void withdrawn_again_after_it_was_won_are_not_yet_won_again() {
            var again = OUT.replace("txn_out", "txn_again").replace("1799999000", "1799999900");

            assertThat(keys(of("won", OUT, BACK, again)))
                    .contains("dp_1|dispute_withdrawn|2", "dp_1|dispute_won|1")
                    .doesNotContain("dp_1|dispute_won|2");
        }

        @Test
        void without_a_movement_are_those_of_the_event() {
            var facts = of("needs_response", true);

            assertThat(keys(facts))
                    .containsExactly("dp_1|dispute_withdrawn|1", "dp_1|dispute_opened|1");
            assertThat(keys(of("needs_response", true, OUT)))
                    .filteredOn(key -> key.contains("withdrawn"))
                    .hasSize(1);
        }

        @Test
        void settled_in_another_currency_are_worth_the_claim() {
            var facts = of("lost", OUT.replace("\"eur\"", "\"usd\""));

            var taken = (ProviderFact.DisputeFundsWithdrawn) facts.getFirst();
            var fee = (ProviderFact.FeeCharged) facts.get(1);
            assertThat(taken.amount()).isEqualTo(Money.of(1000, "EUR"));
            assertThat(fee.fee()).isEqualTo(Money.of(1500, "USD"));
        }

        @Test
        void of_a_partial_dispute_are_the_part() {
            var part = OUT.replace("-1000", "-400");

            var taken = (ProviderFact.DisputeFundsWithdrawn) of("lost", part).getFirst();

            assertThat(taken.amount()).isEqualTo(Money.of(400, "EUR"));
        }
    }

    @Test
    void in_a_status_we_do_not_know_is_only_its_money() {
        assertThat(keys(of("brand_new", OUT)))
                .containsExactly("dp_1|dispute_withdrawn|1", "txn_out|fee|1");
        assertThatThrownBy(() -> of("brand_new")).isInstanceOf(StripeFacts.Unreadable.class);
    }
}
