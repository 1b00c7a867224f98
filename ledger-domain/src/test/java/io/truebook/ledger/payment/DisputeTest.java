package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.aCaptured;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.event;
import static io.truebook.ledger.payment.Payments.file;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.provider.DisputeVerdict.INQUIRY_CLOSED;
import static io.truebook.ledger.provider.DisputeVerdict.LOST;
import static io.truebook.ledger.provider.DisputeVerdict.WON;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Dispute.Status;
import io.truebook.ledger.payment.PaymentEvent.DisputeFundsWithdrawn;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Disputes: who holds the money meanwhile, who bears it in the end, and what may be refunded. */
class DisputeTest {

    private static final String CLEARING = "provider:stripe:clearing";
    private static final String DISPUTES = "provider:stripe:disputes";
    private static final String PAYABLE = "merchant:m-1:payable";

    private static final List<ProviderFact> WHOLE_STORY =
            List.of(
                    Facts.disputed("dp_1", 1000),
                    Facts.withdrawn("dp_1", 1, 1000),
                    Facts.reinstated("dp_1", 1, 1000),
                    Facts.closed("dp_1", 1, WON),
                    Facts.withdrawn("dp_1", 2, 1000),
                    Facts.closed("dp_1", 2, LOST));

    @Nested
    class The_books {

        static Stream<Arguments> ways() {
            return Stream.of(
                    way("asked about", Map.of(CLEARING, 1000L, PAYABLE, -1000L), asked()),
                    way(
                            "withdrawn",
                            Map.of(
                                    DISPUTES,
                                    1000L,
                                    PAYABLE,
                                    -1000L,
                                    PAYABLE + " held",
                                    1000L,
                                    DISPUTES + " held",
                                    -1000L),
                            WHOLE_STORY.subList(0, 2)),
                    way(
                            "won and back",
                            Map.of(CLEARING, 1000L, PAYABLE, -1000L),
                            WHOLE_STORY.subList(0, 4)),
                    way("lost in the second round", Map.of(), WHOLE_STORY),
                    way(
                            "lost in part",
                            Map.of(CLEARING, 600L, PAYABLE, -600L),
                            List.of(
                                    Facts.disputed("dp_1", 400),
                                    Facts.withdrawn("dp_1", 1, 400),
                                    Facts.closed("dp_1", 1, LOST))),
                    way(
                            "back after it was lost",
                            Map.of(CLEARING, 1000L, PAYABLE, -1000L),
                            List.of(
                                    Facts.withdrawn("dp_1", 1, 1000),
                                    Facts.closed("dp_1", 1, LOST),
                                    Facts.reinstated("dp_1", 1, 1000))));
        }

        private static Arguments way(
                String name, Map<String, Long> books, List<ProviderFact> facts) {
            return Arguments.of(name, books, facts);
        }

        private static List<ProviderFact> asked() {
            return List.of(Facts.inquired("dp_1", 1000), Facts.closed("dp_1", 1, INQUIRY_CLOSED));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("ways")
        void are_the_same_in_every_order(
                String name, Map<String, Long> books, List<ProviderFact> facts) {
            for (var order : ordersOf(facts)) {
                var ledger = new SimulatedLedger();
                ledger.append(Wishes.charge("ch_1", CaptureMode.AUTOMATIC));
                // The capture itself is heard of last; everything comes twice.
                for (var fact : order) {
                    ledger.handle(Wishes.told("ch_1", fact));
                    ledger.handle(Wishes.told("ch_1", fact));
                }
                ledger.handle(Wishes.told("ch_1", Facts.captured("pc_1", 1000)));

                assertThat(ledger.balances).as("%s: %s", name, order).isEqualTo(books);
            }
        }
    }

    @Nested
    class The_status {

        @Test
        void is_open_from_the_first_word_about_money_to_the_verdict() {
            assertThat(statusAfter(Facts.disputed("dp_1", 1000))).isEqualTo(Status.OPEN);
            assertThat(statusAfter(Facts.withdrawn("dp_1", 1, 1000))).isEqualTo(Status.OPEN);
            assertThat(statusAfter(Facts.reinstated("dp_1", 1, 1000))).isEqualTo(Status.OPEN);
            assertThat(statusAfter(Facts.closed("dp_1", 1, WON))).isEqualTo(Status.WON);
        }

        @Test
        void of_an_inquiry_is_another_until_it_becomes_a_chargeback() {
            var inquiry = Facts.inquired("dp_1", 1000);
            var closed = Facts.closed("dp_1", 1, INQUIRY_CLOSED);

            assertThat(statusAfter(inquiry)).isEqualTo(Status.INQUIRY);
            assertThat(statusAfter(inquiry, closed)).isEqualTo(Status.INQUIRY_CLOSED);
            assertThat(statusAfter(closed, Facts.disputed("dp_1", 1000), inquiry))
                    .isEqualTo(Status.OPEN);
        }

        @Test
        void is_open_again_when_a_later_round_begins() {
            var facts = new ArrayList<>(WHOLE_STORY.subList(0, 5));
            assertThat(statusAfter(facts.toArray(ProviderFact[]::new))).isEqualTo(Status.OPEN);

            facts.add(Facts.closed("dp_1", 2, LOST));
            assertThat(statusAfter(facts.toArray(ProviderFact[]::new))).isEqualTo(Status.LOST);
        }

        @Test
        void is_won_where_a_provider_says_both_of_one_round() {
            var lost = Facts.closed("dp_1", 1, LOST);
            var won = Facts.closed("dp_1", 1, WON);

            assertThat(statusAfter(lost, won)).isEqualTo(Status.WON);
            assertThat(statusAfter(won, lost)).isEqualTo(Status.WON);
        }

        private static Status statusAfter(ProviderFact... facts) {
            return file(told(aCaptured(), facts)).disputes().get("dp_1").status();
        }
    }

    @Nested
    class Refunds {

        @Test
        void are_possible_during_an_inquiry() {
            var asked = told(aCaptured(), Facts.inquired("dp_1", 1000));

            assertThat(inWords(asked, requestRefund("re_1", null)))
                    .isEqualTo("RefundRequested -> captured");
            assertThat(file(asked).disputed().isZero()).isTrue();
        }

        @Test
        void are_refused_while_money_is_disputed() {
            var disputed = told(aCaptured(), Facts.disputed("dp_1", 400));

            assertThat(inWords(disputed, requestRefund("re_1", 1L))).isEqualTo("CHARGE_DISPUTED");
            assertThat(file(disputed).disputed()).isEqualTo(Money.of(400, "EUR"));
        }

        @Test
        void fit_into_what_a_lost_dispute_has_left() {
            var lost =
                    told(
                            aCaptured(),
                            Facts.withdrawn("dp_1", 1, 400),
                            Facts.closed("dp_1", 1, LOST));

            assertThat(inWords(lost, requestRefund("re_1", 601L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
            assertThat(inWords(lost, requestRefund("re_1", 600L)))
                    .isEqualTo("RefundRequested -> captured");
        }

        @Test
        void are_possible_again_once_a_dispute_is_won_and_paid_back() {
            var won =
                    told(
                            aCaptured(),
                            Facts.withdrawn("dp_1", 1, 1000),
                            Facts.closed("dp_1", 1, WON));

            assertThat(inWords(won, requestRefund("re_1", 1L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
            assertThat(
                            inWords(
                                    told(won, Facts.reinstated("dp_1", 1, 1000)),
                                    requestRefund("re_1", 1000L)))
                    .isEqualTo("RefundRequested -> captured");
        }

        @Test
        void before_a_dispute_make_it_an_excess_that_is_booked_and_allows_no_more() {
            var refunded =
                    told(
                            after(aCaptured(), requestRefund("re_1", 700L)),
                            Facts.refunded("pr_1", "re_1", 700));

            var fits =
                    event(
                            DisputeFundsWithdrawn.class,
                            refunded,
                            told(Facts.withdrawn("dp_1", 1, 300)));
            var above =
                    event(
                            DisputeFundsWithdrawn.class,
                            refunded,
                            told(Facts.withdrawn("dp_1", 1, 1000)));

            assertThat(fits.excess()).isFalse();
            assertThat(above.excess()).isTrue();
            var lost = told(refunded.evolve(above), Facts.closed("dp_1", 1, LOST));
            assertThat(inWords(lost, requestRefund("re_2", 1L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
            assertThat(file(lost).refundable().isZero()).isTrue();
        }
    }

    @Test
    void another_currency_is_not_recognised() {
        var dollars =
                new ProviderFact.DisputeFundsWithdrawn(Facts.of("dp_1"), Money.of(1000, "USD"));

        assertThat(aCaptured().recognises(dollars)).isFalse();
    }

    private static List<List<ProviderFact>> ordersOf(List<ProviderFact> facts) {
        if (facts.isEmpty()) {
            return List.of(List.of());
        }
        var orders = new ArrayList<List<ProviderFact>>();
        for (var first : facts) {
            var rest = new ArrayList<>(facts);
            rest.remove(first);
            for (var order : ordersOf(rest)) {
                var all = new ArrayList<ProviderFact>(List.of(first));
                all.addAll(order);
                orders.add(all);
            }
        }
        return orders;
    }
}
