package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.adyen.Notifications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.adyen.Notifications.Item;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event code has a decided meaning. */
class AdyenFactsTest {

    /** Set by whoever has Adyen's published examples at hand. */
    private static final Path PUBLISHED =
            Path.of(System.getProperty("truebook.fixtures", "../../shared/fixtures"), "adyen");

    private static final AdyenCallbacks CALLBACKS =
            new AdyenCallbacks("adyen", List.of(Notifications.KEY), null, null, null);

    /** The kinds are those of the facts' keys; evidence and parked are no facts. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "AUTHORISATION, true, PSP1|authorized|1",
        "AUTHORISATION, false, ch_1|charge_failed|1",
        "CAPTURE, true, PSP1|captured|1",
        "CAPTURE, false, ch_1|capture_refused|1",
        "CAPTURE_FAILED, true, PSP1|charge_failed|1",
        "CAPTURE_FAILED, false, parked",
        "CANCELLATION, true, PSP1|voided|1",
        "CANCELLATION, false, ch_1|void_refused|1",
        "TECHNICAL_CANCEL, true, PSP1|voided|1",
        "TECHNICAL_CANCEL, false, ch_1|void_refused|1",
        "EXPIRE, true, PSP1|expired|1",
        "EXPIRE, false, parked",
        "OFFER_CLOSED, true, ch_1|charge_failed|1",
        "OFFER_CLOSED, false, parked",
        "REFUND, true, MOD1|refund_succeeded|1",
        "REFUND, false, MOD1|refund_failed|1",
        "REFUND_FAILED, true, MOD1|refund_failed|1",
        "REFUND_FAILED, false, parked",
        "REFUNDED_REVERSED, true, MOD1|refund_failed|1",
        "REFUNDED_REVERSED, false, parked",
        "POSTPONED_REFUND, true, MOD1|refund_pending|1",
        "POSTPONED_REFUND, false, MOD1|refund_failed|1",
        "NOTIFICATION_OF_CHARGEBACK, true, MOD1|dispute_inquiry|1",
        "REQUEST_FOR_INFORMATION, true, MOD1|dispute_inquiry|1",
        "CHARGEBACK, true, MOD1|dispute_opened|1 MOD1|dispute_withdrawn|1",
        "CHARGEBACK_REVERSED, true, MOD1|dispute_reinstated|1 MOD1|dispute_won|1",
        "SECOND_CHARGEBACK, true, MOD1|dispute_opened|2 MOD1|dispute_withdrawn|2",
        "PREARBITRATION_WON, true, MOD1|dispute_won|2",
        "PREARBITRATION_LOST, true, MOD1|dispute_lost|2",
        "CHARGEBACK, false, parked",
        "CHARGEBACK_REVERSED, false, parked",
        "SECOND_CHARGEBACK, false, parked",
        "PREARBITRATION_LOST, false, parked",
        "DISPUTE_DEFENSE_PERIOD_ENDED, false, parked",
        "SCHEME_ARBITRATION_WON, true, parked",
        "SCHEME_ARBITRATION_LOST, true, parked",
        "PREARBITRATION_OPEN, true, evidence",
        "NOTIFICATION_OF_FRAUD, true, evidence",
        "INFORMATION_SUPPLIED, true, evidence",
        "DISPUTE_DEFENSE_PERIOD_ENDED, true, MOD1|dispute_lost|1",
        "ISSUER_COMMENTS, true, evidence",
        "ISSUER_RESPONSE_TIMEFRAME_EXPIRED, true, evidence",
        "REPORT_AVAILABLE, true, evidence",
        "AUTHORISATION_ADJUSTMENT, true, parked",
        "CANCEL_OR_REFUND, true, parked",
        "CANCEL_OR_REFUND, false, evidence",
        "REFUND_WITH_DATA, true, parked",
        "VOID_PENDING_REFUND, true, parked",
        "PAIDOUT_REVERSED, true, parked",
        "PAYOUT_THIRDPARTY, true, parked",
        "PAYOUT_DECLINE, true, parked",
        "PAYOUT_EXPIRE, true, parked",
        "HANDLED_EXTERNALLY, true, parked",
        "RECURRING_CONTRACT, true, evidence",
        "AUTHENTICATION, true, evidence",
        "AUTORESCUE, true, parked",
        "CANCEL_AUTORESCUE, true, parked",
        "MANUAL_REVIEW_ACCEPT, true, evidence",
        "MANUAL_REVIEW_REJECT, true, evidence",
        "ACH_NOTIFICATION_OF_CHANGE, true, evidence",
        "ORDER_OPENED, true, evidence",
        "ORDER_CLOSED, true, evidence",
        "ORDER_CLOSED, false, parked",
        "SOMETHING_NEW, true, parked"
    })
    void a_code_means(String code, boolean success, String meaning) {
        var reading = CALLBACKS.read(message(Item.of(code, success)));

        assertThat(words(reading)).isEqualTo(meaning);
    }

    private static String words(Reading reading) {
        return switch (reading) {
            case Reading.Facts facts ->
                    String.join(
                            " ",
                            facts.facts().stream()
                                    .map(fact -> fact.key().substring("adyen|".length()))
                                    .toList());
            case Reading.Evidence _ -> "evidence";
            case Reading.OfPayout _ -> "payout";
            case Reading.OfReport _ -> "report";
            case Reading.Parked _ -> "parked";
        };
    }

    private static Reading.Facts facts(Item item) {
        return (Reading.Facts) CALLBACKS.read(message(item));
    }

    /** What was asked for is not signed, so the charge itself has to say it. */
    @Test
    void an_authorisation_is_a_sale_only_where_the_charge_asked_for_one() {
        var told = facts(Item.of("AUTHORISATION", true).about("ch_1", "PSP1", null));

        assertThat(told.of(CaptureMode.MANUAL)).isEqualTo(told.facts());
        assertThat(told.of(CaptureMode.AUTOMATIC))
                .extracting(ProviderFact::key)
                .containsExactly("adyen|PSP1|captured|1");
    }

    /** Booked, it would be taken for the capture that has failed, and passed over. */
    @ParameterizedTest
    @ValueSource(strings = {"Transaction Recaptured", "Transaction Auto-recaptured"})
    void a_capture_that_adyen_makes_again_is_kept_for_a_person(String reason) {
        var again = Item.of("CAPTURE", true).because(reason);

        assertThat(CALLBACKS.read(message(again))).isInstanceOf(Reading.Parked.class);
    }

    /** Whoever changed the address would say which batches there are. */
    @Test
    void a_report_is_known_by_what_is_signed_alone() {
        var name = "settlement_detail_report_batch_7.csv";
        var signed = Item.of("REPORT_AVAILABLE", true).about("", name, null);
        var unsigned =
                Item.of("REPORT_AVAILABLE", true)
                        .because("https://ca-live.adyen.com/reports/download/" + name);
        var huge =
                Item.of("REPORT_AVAILABLE", true)
                        .about("", "settlement_detail_report_batch_999999999999.csv", null);

        assertThat(CALLBACKS.read(message(signed))).isEqualTo(new Reading.OfReport(7));
        assertThat(CALLBACKS.read(message(unsigned))).isInstanceOf(Reading.Evidence.class);
        assertThat(CALLBACKS.read(message(huge))).isInstanceOf(Reading.Evidence.class);
    }

    @Test
    void a_refund_is_ours_by_its_reference() {
        var ours = facts(Item.of("REFUND", true).about("re_7", "MOD1", "PSP1"));
        var made = facts(Item.of("REFUND", true).about("by hand", "MOD1", "PSP1"));

        assertThat(((ProviderFact.RefundSucceeded) ours.facts().getFirst()).operationId())
                .isEqualTo("re_7");
        assertThat(((ProviderFact.RefundSucceeded) made.facts().getFirst()).operationId()).isNull();
        assertThat(ours.route().operationId()).isEqualTo("re_7");
        assertThat(ours.route().objectIds()).containsExactly("PSP1", "MOD1");
    }

    /** What Adyen does unless the webhook is set to name the dispute: the payment is named. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHARGEBACK",
                "CHARGEBACK_REVERSED",
                "SECOND_CHARGEBACK",
                "PREARBITRATION_WON",
                "PREARBITRATION_LOST",
                "DISPUTE_DEFENSE_PERIOD_ENDED"
            })
    void a_stage_that_does_not_name_its_dispute_is_parked(String code) {
        var reading = CALLBACKS.read(message(Item.of(code, true).about("ch_1", "PSP1", null)));

        assertThat(reading)
                .isEqualTo(new Reading.Parked("It cannot be read: it does not name its dispute"));
    }

    @Test
    void a_sale_that_was_cancelled_or_lapsed_was_none() {
        var cancelled = facts(Item.of("TECHNICAL_CANCEL", true));
        var lapsed = facts(Item.of("EXPIRE", true).about("ch_1", "PSP1", null));

        assertThat(cancelled.of(CaptureMode.MANUAL)).isEqualTo(cancelled.facts());
        assertThat(cancelled.of(CaptureMode.AUTOMATIC))
                .extracting(ProviderFact::key)
                .containsExactly("adyen|PSP1|voided|1", "adyen|PSP1|charge_failed|1");
        assertThat(lapsed.of(CaptureMode.AUTOMATIC))
                .extracting(ProviderFact::key)
                .containsExactly("adyen|PSP1|expired|1", "adyen|PSP1|charge_failed|1");
    }

    private static boolean isDecided(Reading reading) {
        return !(reading instanceof Reading.Parked(var why)
                && why.startsWith(AdyenFacts.UNDECIDED));
    }

    static boolean published() {
        return Files.isDirectory(PUBLISHED);
    }

    @Test
    @EnabledIf("published")
    void every_published_example_is_understood_or_parked() throws IOException {
        try (Stream<Path> files = Files.walk(PUBLISHED)) {
            var examples = files.filter(file -> file.toString().endsWith(".json")).toList();

            for (var example : examples) {
                byte[] body = Files.readAllBytes(example);
                boolean standard = Files.readString(example).contains("notificationItems");
                var reading = CALLBACKS.read(body);

                assertThat(CALLBACKS.letters(body)).as(example.toString()).hasSize(1);
                assertThat(CALLBACKS.envelope(body).type())
                        .as(example.toString())
                        .matches(standard ? "[A-Z_]+" : "unknown");
                assertThat(CALLBACKS.read(CALLBACKS.withoutPersonalData(body)).getClass())
                        .as(example.toString())
                        .isEqualTo(reading.getClass());
                assertThat(reading)
                        .as(example.toString())
                        .matches(read -> !standard || isDecided(read));
                if (!standard) {
                    // Of another family of webhooks, which are signed in a header.
                    assertThat(reading).isInstanceOf(Reading.Parked.class);
                }
            }
            assertThat(examples).hasSizeGreaterThan(40);
        }
    }
}
