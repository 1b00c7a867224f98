package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's walk, step by step, against the packaged application: every balance to the minor
 * unit, every command twice, and all of it again after the power was cut.
 *
 * <p>19.99 EUR are charged; the provider's fee is 2.9 % + 0.30 = 0.88; 5.00 are refunded. Then
 * 60.00 of a hold of 100.00 are captured; their fee is first taken on the whole hold, 3.20, and
 * what it is too much, 1.16, is given back in the settlement. A hold of 7.00 is voided.
 */
@Tag("database")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalkAChargeTest {

    private static final String CHARGE =
            """
            {"amount": 1999, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic",
             "reference": "order-1", "metadata": {"basket": "b-7"}}\
            """;

    @TempDir static Path data;
    private static RunningLedger ledger;
    private static LedgerClient client;
    private static Books books;
    private static LedgerClient.Answer charged;
    private static LedgerClient.Answer refunded;
    private static String held;

    @BeforeAll
    static void start() {
        ledger = RunningLedger.on(data, ExternalDatabase.settings());
        client = ledger.client();
        books = new Books(client);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    @Order(1)
    void a_charge_is_captured_and_booked() {
        charged = client.post("walk-charge", "/v1/charges", CHARGE);

        assertThat(charged.status()).as(charged.text()).isEqualTo(201);
        var charge = charged.json();
        assertThat(charge.get("status").asString()).isEqualTo("captured");
        assertThat(charge.get("amount_captured").asLong()).isEqualTo(1999);
        assertThat(charge.get("transaction_id").asString()).isEqualTo("walk-charge");
        books.awaitBalance("provider:stripe:clearing", 1999 - 88);
        books.awaitBalance("merchant:m-1:payable", 1999);
        books.awaitBalance("provider:stripe:fees", 88);
    }

    @Test
    @Order(2)
    void sent_twice_more_it_is_answered_byte_for_byte_and_charges_nothing() {
        for (int i = 0; i < 2; i++) {
            assertReplayed(charged, client.post("walk-charge", "/v1/charges", CHARGE));
        }

        books.awaitBalance("merchant:m-1:payable", 1999);
        assertThat(timesCharged(id(charged))).isEqualTo(1);
    }

    @Test
    @Order(3)
    void another_request_under_the_same_id_is_refused() {
        var other = client.post("walk-charge", "/v1/charges", CHARGE.replace("1999", "2000"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("code").asString()).isEqualTo("transaction_id_reused");
        assertThat(other.text()).contains("amount").doesNotContain("2000").doesNotContain("1999");
    }

    @Test
    @Order(4)
    void part_of_it_is_refunded_once() {
        var request = "{\"charge\": \"%s\", \"amount\": 500}".formatted(id(charged));

        refunded = client.post("walk-refund", "/v1/refunds", request);

        assertThat(refunded.status()).as(refunded.text()).isEqualTo(201);
        assertThat(refunded.json().get("status").asString()).isEqualTo("succeeded");
        assertReplayed(refunded, client.post("walk-refund", "/v1/refunds", request));
        books.awaitBalance("merchant:m-1:payable", 1499);
        books.awaitBalance("provider:stripe:clearing", 1911 - 500);
        books.awaitBalance("provider:stripe:refunds_pending", 0);
        var now = client.get("/v1/charges/" + id(charged)).json();
        assertThat(now.get("status").asString()).isEqualTo("partially_refunded");
        assertThat(now.get("amount_refundable").asLong()).isEqualTo(1499);
    }

    @Test
    @Order(5)
    void a_refund_above_the_remainder_is_refused_for_ever() {
        var request = "{\"charge\": \"%s\", \"amount\": 1500}".formatted(id(charged));

        var refused = client.post("walk-too-much", "/v1/refunds", request);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("code").asString()).isEqualTo("refund_exceeds_remaining");
        assertThat(refused.json().get("final").asBoolean()).isTrue();
        assertReplayed(refused, client.post("walk-too-much", "/v1/refunds", request));
    }

    @Test
    @Order(6)
    void a_hold_is_captured_in_part_and_the_rest_released() {
        var hold =
                client.post(
                        "walk-hold",
                        "/v1/charges",
                        """
                        {"amount": 10000, "currency": "eur", "merchant": "m-1",
                         "provider": "stripe", "payment_method": "pm_card_visa",
                         "capture": "manual"}\
                        """);
        held = id(hold);
        assertThat(hold.json().get("status").asString()).isEqualTo("authorized");
        assertThat(books.column("provider:stripe:clearing", "pending_debits")).isEqualTo(10000);
        assertThat(books.column("merchant:m-1:payable", "pending_credits")).isEqualTo(10000);

        var taken =
                client.post("walk-take", "/v1/charges/" + held + "/capture", "{\"amount\": 6000}");

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(taken.json().get("amount_captured").asLong()).isEqualTo(6000);
        books.awaitBalance("merchant:m-1:payable", 1499 + 6000);
        books.awaitBalance("provider:stripe:clearing", 1411 + 6000 - 320);
        assertThat(books.column("provider:stripe:clearing", "pending_debits")).isZero();
        assertThat(books.column("merchant:m-1:payable", "pending_credits")).isZero();
    }

    @Test
    @Order(7)
    void a_voided_hold_leaves_nothing() {
        var hold =
                client.post(
                        "walk-hold-2",
                        "/v1/charges",
                        """
                        {"amount": 700, "currency": "EUR", "merchant": "m-1",
                         "provider": "stripe", "payment_method": "pm_card_visa",
                         "capture": "manual"}\
                        """);

        var voided = client.post("walk-void", "/v1/charges/" + id(hold) + "/void", "{}");

        assertThat(voided.status()).as(voided.text()).isEqualTo(200);
        assertThat(voided.json().get("status").asString()).isEqualTo("voided");
        assertThat(books.column("merchant:m-1:payable", "pending_credits")).isZero();
        books.awaitBalance("merchant:m-1:payable", 7499);
    }

    @Test
    @Order(8)
    void a_declined_card_books_nothing() {
        var declined =
                client.post(
                        "walk-declined",
                        "/v1/charges",
                        CHARGE.replace("pm_card_visa", "pm_card_chargeDeclined"));

        assertThat(declined.status()).isEqualTo(201);
        assertThat(declined.json().get("status").asString()).isEqualTo("failed");
        assertThat(declined.json().get("failure").get("code").asString()).isEqualTo("declined");
        books.awaitBalance("merchant:m-1:payable", 7499);
    }

    @Test
    @Order(9)
    void the_books_agree_with_the_provider() {
        assertReconciled("walk-reconcile-1");

        books.awaitBalance("provider:stripe:fees", 88 + 204);
        var integrity = client.get("/v1/integrity").json();
        assertThat(integrity.get("status").asString()).as(integrity.toString()).isEqualTo("sound");
        assertThat(ledger.run("verify")).isZero();
    }

    @Test
    @Order(10)
    void the_same_report_can_be_had_from_a_shell() {
        var out = data.resolve("report");
        var today = LocalDate.now(ZoneOffset.UTC).toString();

        int exit =
                ledger.run(
                        "reconcile",
                        "--provider",
                        "stripe",
                        "--date",
                        today,
                        "--out",
                        out.toString());

        assertThat(exit).isZero();
        assertThat(out.resolve("reconciliation.csv")).isNotEmptyFile();
        assertThat(out.resolve("reconciliation.json")).isNotEmptyFile();
    }

    @Test
    @Order(11)
    void after_the_application_was_killed_nothing_acknowledged_is_gone() {
        ledger.killApplication();
        ledger.startAgain();

        assertEverythingStands("walk-reconcile-2");
    }

    @Test
    @Order(12)
    void after_application_and_database_were_killed_nothing_acknowledged_is_gone() {
        ledger.killEverything();
        ledger.startAgain();

        assertEverythingStands("walk-reconcile-3");
    }

    private static void assertEverythingStands(String reconciliation) {
        assertReplayed(charged, client.post("walk-charge", "/v1/charges", CHARGE));
        var refund = "{\"charge\": \"%s\", \"amount\": 500}".formatted(id(charged));
        assertReplayed(refunded, client.post("walk-refund", "/v1/refunds", refund));
        assertThat(client.get("/v1/charges/" + held).json().get("amount_captured").asLong())
                .isEqualTo(6000);
        books.awaitBalance("merchant:m-1:payable", 7499);
        books.awaitBalance("provider:stripe:clearing", 1999 - 500 + 6000 - 88 - 204);
        books.awaitBalance("provider:stripe:fees", 88 + 204);
        assertThat(timesCharged(id(charged))).isEqualTo(1);
        assertReconciled(reconciliation);
    }

    /** From yesterday to tomorrow, so that midnight during the test changes nothing. */
    private static void assertReconciled(String transactionId) {
        var today = LocalDate.now(ZoneOffset.UTC);
        var started =
                client.post(
                        transactionId,
                        "/v1/reconciliations",
                        "{\"provider\": \"stripe\", \"from\": \"%s\", \"to\": \"%s\"}"
                                .formatted(today.minusDays(1), today.plusDays(1)));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        var path = "/v1/reconciliations/" + id(started);
        Awaitility.await("the reconciliation")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !client.get(path).json().get("status").asString().equals("running"));
        var run = client.get(path);
        assertThat(run.json().get("status").asString()).as(run.text()).isEqualTo("completed");
        var report = client.get(path + "/report").text();
        assertThat(run.json().get("breaks").asLong()).as(report).isZero();
        assertThat(run.json().get("matched").asLong()).as(report).isEqualTo(3);
    }

    private static void assertReplayed(LedgerClient.Answer first, LedgerClient.Answer again) {
        assertThat(again.status()).as(again.text()).isEqualTo(first.status());
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.isReplay()).isTrue();
    }

    /** What the provider's own books say, whatever the ledger believes. */
    private static long timesCharged(String operation) {
        var books = new LedgerClient(ledger.simulator(), "").get("/_simulator/books");
        for (var entry : books.json().get("operations")) {
            if (entry.get("operation").asString().equals(operation)) {
                return entry.get("charges").asLong();
            }
        }
        return 0;
    }

    private static String id(LedgerClient.Answer answer) {
        return answer.json().get("id").asString();
    }
}
