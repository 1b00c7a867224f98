package io.truebook.api.provider.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of event that has to do with money has a decided meaning; every other is kept. */
class StripeEventTypesTest {

    private static final String CHARGE =
            """
            {"id": "ch_1", "object": "charge", "status": "succeeded", "captured": true,
             "amount": 1000, "currency": "eur", "created": 1799999990, "payment_intent": "pi_1"}
            """;
    private static final String PAYMENT =
            """
            {"id": "pi_1", "object": "payment_intent", "status": "requires_action",
             "amount": 1000, "currency": "eur", "created": 1799999990}
            """;
    private static final String REFUND =
            """
            {"id": "re_1", "object": "refund", "status": "succeeded", "amount": 300,
             "currency": "eur", "created": 1799999990, "payment_intent": "pi_1"}
            """;
    private static final String DISPUTE =
            """
            {"id": "dp_1", "object": "dispute", "status": "needs_response", "amount": 1000,
             "currency": "eur", "created": 1799999990, "charge": "ch_1",
             "balance_transactions": []}
            """;
    private static final String PAYOUT =
            """
            {"id": "po_1", "object": "payout", "status": "in_transit", "amount": 1100,
             "currency": "eur", "created": 1799999990, "arrival_date": 1800500000}
            """;
    private static final String OTHER = "{\"id\": \"xx_1\", \"object\": \"other\"}";

    private final StripeCallbacks callbacks =
            new StripeCallbacks("stripe", List.of("whsec_of_the_test"), null, false);

    private Reading read(String type, String object) {
        var event =
                """
                {"id": "evt_1", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1800000000, "livemode": false, "type": "%s", "data": {"object": %s}}
                """
                        .formatted(type, object);
        return callbacks.read(event.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    payment_intent.created, Evidence
                    payment_intent.processing, Facts
                    payment_intent.requires_action, Facts
                    payment_intent.amount_capturable_updated, Evidence
                    payment_intent.succeeded, Evidence
                    payment_intent.payment_failed, Facts
                    payment_intent.canceled, Facts
                    payment_intent.partially_funded, Evidence
                    charge.succeeded, Facts
                    charge.failed, Facts
                    charge.pending, Facts
                    charge.expired, Facts
                    charge.captured, Facts
                    charge.updated, Facts
                    charge.refunded, Evidence
                    refund.created, Facts
                    refund.updated, Facts
                    refund.failed, Facts
                    charge.refund.updated, Facts
                    charge.dispute.created, Facts
                    charge.dispute.updated, Facts
                    charge.dispute.funds_withdrawn, Facts
                    charge.dispute.funds_reinstated, Facts
                    charge.dispute.closed, Facts
                    radar.early_fraud_warning.created, Evidence
                    payout.created, OfPayout
                    payout.updated, OfPayout
                    payout.paid, OfPayout
                    payout.failed, OfPayout
                    payout.canceled, OfPayout
                    payout.reconciliation_completed, Evidence
                    balance.available, Evidence
                    reporting.report_run.succeeded, Evidence
                    reporting.report_run.failed, Evidence
                    reporting.report_type.updated, Evidence
                    customer.created, Parked
                    brand.new, Parked
                    """)
    void has_the_meaning_that_was_decided(String type, String meaning) {
        assertThat(read(type, objectOf(type)).getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    void is_asked_for_where_events_are_listed_only_if_it_is_booked() {
        assertThat(StripeCallbacks.LISTED)
                .as("Stripe takes 20 types at most")
                .hasSizeBetween(1, 20)
                .doesNotHaveDuplicates()
                .contains("charge.succeeded", "refund.failed", "payout.failed")
                .allSatisfy(type ->
                        assertThat(read(type, objectOf(type)))
                                .isInstanceOfAny(Reading.Facts.class, Reading.OfPayout.class));
    }

    private static String objectOf(String type) {
        if (type.startsWith("charge.dispute.")) {
            return DISPUTE;
        }
        if (type.startsWith("payout.")) {
            return PAYOUT;
        }
        if (type.startsWith("refund.") || type.equals("charge.refund.updated")) {
            return REFUND;
        }
        if (type.startsWith("charge.")) {
            return CHARGE;
        }
        return type.startsWith("payment_intent.") ? PAYMENT : OTHER;
    }

    @Test
    void without_what_it_must_have_is_parked_and_no_fault() {
        for (var type :
                List.of(
                        "charge.dispute.created",
                        "refund.created",
                        "charge.succeeded",
                        "payout.paid")) {
            assertThat(read(type, "{}")).isInstanceOf(Reading.Parked.class);
            assertThat(read(type, "null")).isInstanceOf(Reading.Parked.class);
            assertThat(read(type, "[]")).isInstanceOf(Reading.Parked.class);
        }
    }

    @Test
    void about_a_dispute_reads_the_same_once_personal_data_is_taken_out() {
        var event =
                """
                {"id": "evt_1", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1800000000, "livemode": false, "type": "charge.dispute.closed",
                 "data": {"object": {"id": "dp_1", "object": "dispute", "status": "won",
                  "amount": 1000, "currency": "eur", "created": 1799999990, "charge": "ch_1",
                  "reason": "fraudulent", "evidence": {"customer_name": "Jenny Rosen"},
                  "evidence_details": {"due_by": 1800600000},
                  "balance_transactions": [{"id": "txn_1", "amount": -1000, "fee": 1500,
                   "currency": "eur", "created": 1799999991, "reporting_category": "dispute"}]}}}
                """
                        .getBytes(UTF_8);

        var redacted = callbacks.withoutPersonalData(event);

        assertThat(new String(redacted, UTF_8)).doesNotContain("Jenny");
        assertThat(callbacks.read(redacted)).isEqualTo(callbacks.read(event));
    }
}
