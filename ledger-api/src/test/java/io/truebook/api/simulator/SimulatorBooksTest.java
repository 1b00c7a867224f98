package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.stripe.model.PaymentIntent;
import com.stripe.model.reporting.ReportRun;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.reporting.ReportRunCreateParams;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The books survive the simulator, are written down as settlement files, and nothing sent breaks
 * them.
 */
@Tag("database")
class SimulatorBooksTest {
    private SimulatorFixture simulator;

    @BeforeEach
    void start() {
        simulator = new SimulatorFixture();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void survive_a_restart_with_keys_and_promises() throws Exception {
        String operation = anOperation();
        PaymentIntent payment = simulator.aPayment(operation, 1000);
        simulator.control("POST", "/settings", "{\"settle_delay_ms\": 1000}");
        var debit =
                simulator.post(
                        "/v1/payment_intents",
                        "amount=700&currency=eur&confirm=true&payment_method=pm_sepaDebit"
                                + "&payment_method_types[]=sepa_debit",
                        anOperation());
        String debitId = Json.required(Json.parse(debit.body()), "id");

        simulator.restart();

        assertThat(simulator.stripe().v1().paymentIntents().retrieve(payment.getId()).getStatus())
                .isEqualTo("succeeded");
        assertThat(simulator.aPayment(operation, 1000).getId()).isEqualTo(payment.getId());
        simulator.receiver.await("payment_intent.succeeded", debitId);
    }

    @Test
    void have_one_owner() {
        assertThatThrownBy(() -> SimulatorServer.start(simulator.settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another one owns the books");
    }

    @Test
    void a_taken_port_is_said_clearly() {
        int taken = simulator.server().port();

        assertThatThrownBy(() -> SimulatorServer.start(simulator.settings().withPort(taken)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port " + taken + " on loopback is taken");
    }

    @Test
    void count_what_really_happened() throws Exception {
        String operation = anOperation();
        PaymentIntent payment = simulator.aPayment(operation, 1000);
        String refunded = anOperation();
        simulator
                .stripe()
                .v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(payment.getId())
                                .setAmount(400L)
                                .putMetadata("truebook_operation", refunded)
                                .build());

        var all = simulator.control("GET", "/books", "");

        assertThat(simulator.books(operation).path("amount_captured").longValue()).isEqualTo(1000);
        assertThat(simulator.books(refunded).path("refunds_succeeded").longValue()).isEqualTo(1);
        assertThat(simulator.books("nobody").path("payment_intents").longValue()).isZero();
        assertThat(all.path("totals"))
                .extracting(
                        total -> total.path("reporting_category").stringValue(),
                        total -> total.path("gross").longValue(),
                        total -> total.path("fee").longValue())
                .containsExactly(tuple("charge", 1000L, 59L), tuple("refund", -400L, 0L));
        var balance = simulator.stripe().v1().balance().retrieve();
        assertThat(balance.getPending().getFirst().getAmount()).isEqualTo(541);
    }

    @Nested
    class Settlement {
        private ReportRun run(String type, String... columns) throws Exception {
            var reports = simulator.stripe().v1().reporting().reportRuns();
            var parameters =
                    ReportRunCreateParams.Parameters.builder()
                            .setIntervalStart(Instant.now().getEpochSecond() - 3_600)
                            .setIntervalEnd(Instant.now().getEpochSecond() + 1);
            List.of(columns).forEach(parameters::addColumn);
            var created =
                    reports.create(
                            ReportRunCreateParams.builder()
                                    .setReportType(type)
                                    .setParameters(parameters.build())
                                    .build());
            assertThat(created.getStatus()).isEqualTo("pending");
            simulator.receiver.await("reporting.report_run.succeeded", created.getId());
            return reports.retrieve(created.getId());
        }

        private List<String> lines(ReportRun run) throws Exception {
            String path = URI.create(run.getResult().getUrl()).getPath();
            HttpResponse<String> file = simulator.send("GET", path, "", "text/plain");
            assertThat(file.statusCode()).isEqualTo(200);
            return file.body().lines().toList();
        }

        @Test
        void activity_lists_every_movement_in_major_units_with_our_operation() throws Exception {
            String operation = anOperation();
            PaymentIntent payment = simulator.aPayment(operation, 1999);

            List<String> lines =
                    lines(
                            run(
                                    ReportTypes.ACTIVITY,
                                    "balance_transaction_id",
                                    "created_utc",
                                    "gross",
                                    "fee",
                                    "net",
                                    "payment_intent_id",
                                    "payment_metadata[truebook_operation]"));

            List<String> header = List.of(lines.getFirst().split(","));
            List<String> row = List.of(lines.get(1).split(",", -1));
            assertThat(row.get(header.indexOf("gross"))).isEqualTo("19.99");
            assertThat(row.get(header.indexOf("fee"))).isEqualTo("0.88");
            assertThat(row.get(header.indexOf("net"))).isEqualTo("19.11");
            assertThat(row.get(header.indexOf("payment_intent_id"))).isEqualTo(payment.getId());
            assertThat(row.get(header.indexOf("payment_metadata[truebook_operation]")))
                    .isEqualTo(operation);
            assertThat(row.get(header.indexOf("created_utc")))
                    .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        }

        @Test
        void payout_reconciliation_lists_what_a_payout_contains() throws Exception {
            simulator.aPayment(anOperation(), 1000);
            var payout = payoutOfToday();
            String id = payout.path("id").stringValue();
            assertThat(payout.path("amount").longValue()).isEqualTo(941);
            simulator.aPayment(anOperation(), 5000);

            List<String> lines = lines(run(ReportTypes.PAYOUT_RECONCILIATION));

            assertThat(lines).hasSize(2);
            assertThat(lines.get(1)).startsWith(id + ",");
            var rows =
                    simulator
                            .stripe()
                            .v1()
                            .balanceTransactions()
                            .list(BalanceTransactionListParams.builder().setPayout(id).build())
                            .getData();
            assertThat(rows).extracting("net").containsExactly(-941L, 941L);
        }

        @Test
        void metadata_comes_only_where_it_is_asked_for() throws Exception {
            simulator.aPayment(anOperation(), 1999);

            assertThat(lines(run(ReportTypes.ACTIVITY)).getFirst())
                    .startsWith("balance_transaction_id,created_utc")
                    .doesNotContain("metadata");
        }

        @Test
        void payouts_are_in_a_report_of_their_own_on_the_day_they_arrive() throws Exception {
            simulator.aPayment(anOperation(), 1000);
            String id = payoutOfToday().path("id").stringValue();
            simulator.aPayment(anOperation(), 2000);
            simulator.control("POST", "/payouts", "{\"currency\": \"eur\"}");

            List<String> lines =
                    lines(run(ReportTypes.PAYOUTS, "payout_id", "net", "reporting_category"));

            assertThat(lines)
                    .containsExactly("payout_id,net,reporting_category", id + ",-9.41,payout");
            assertThat(lines(run(ReportTypes.ACTIVITY, "reporting_category")))
                    .containsExactly("reporting_category", "charge", "charge");
        }

        private JsonNode payoutOfToday() throws Exception {
            return simulator.control(
                    "POST",
                    "/payouts",
                    "{\"currency\": \"eur\", \"arrival_date\": %d}"
                            .formatted(Instant.now().getEpochSecond()));
        }

        @Test
        void a_payout_is_paid_and_comes_back() throws Exception {
            simulator.aPayment(anOperation(), 1000);
            String id =
                    simulator
                            .control("POST", "/payouts", "{\"currency\": \"eur\"}")
                            .path("id")
                            .stringValue();

            simulator.control("POST", "/payouts/" + id + "/pay", "");
            simulator.control("POST", "/payouts/" + id + "/fail", "");

            simulator.receiver.await("payout.paid", id);
            simulator.receiver.await("payout.failed", id);
            assertThat(simulator.stripe().v1().balance().retrieve().getPending()).isNotEmpty();
        }

        @Test
        void nothing_to_pay_out_is_refused() throws Exception {
            var answer =
                    simulator.send(
                            "POST", "/_simulator/payouts", "{\"currency\": \"eur\"}", "text/json");

            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/payment_intents,amount=%ZZ,application/x-www-form-urlencoded,400",
        "POST,/v1/payment_intents,amount=%FF%FE,application/x-www-form-urlencoded,400",
        "POST,/v1/payment_intents,description=%00,application/x-www-form-urlencoded,400",
        "POST,/v1/payment_intents,'{\"amount\": 5}',application/json,400",
        "POST,/v1/payment_intents/pi_nobody/capture,,application/x-www-form-urlencoded,404",
        "GET,/v1/payment_intents/pi_%00,,text/plain,400",
        "GET,/v1/nowhere,,text/plain,404",
        "DELETE,/v1/payment_intents,,text/plain,404",
        "GET,/v1/payment_intents?limit=0,,text/plain,400",
        "GET,/v1/payment_intents?created[gte]=x,,text/plain,400",
        "GET,/v1/payment_intents/search?query=nonsense,,text/plain,400",
        "GET,/v1/events?starting_after=%00,,text/plain,400",
        "GET,/v1/charges?colour=red,,text/plain,400",
        "POST,/_simulator/payouts,'{\"currency\": \"\\u0000\"}',application/json,400"
    })
    void nothing_sent_is_answered_with_a_crash(
            String method, String path, String body, String type, int status) throws Exception {
        String url = path.replace("[", "%5B").replace("]", "%5D");

        var answer = simulator.send(method, url, body == null ? "" : body, type);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\"");
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        var answer =
                simulator.send(
                        "POST",
                        "/v1/payment_intents",
                        "description=" + "x".repeat(2 << 20),
                        "application/x-www-form-urlencoded");

        assertThat(answer.statusCode()).isEqualTo(413);
    }
}
