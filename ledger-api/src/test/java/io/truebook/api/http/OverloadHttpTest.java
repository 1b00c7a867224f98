package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import io.truebook.api.http.Ledger.Answer;
import io.truebook.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A flood over real HTTP while nothing can be committed, because another session holds the lock on
 * the head: what is refused, what still gets in, and what is true afterwards.
 */
@Tag("database")
class OverloadHttpTest {

    /** Charges may fill 30 of them. */
    private static final int REQUESTS = 40;

    private static TestDatabase database;
    private static Ledger ledger;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        ledger = new Ledger(database, "--truebook.admission.requests=" + REQUESTS);
    }

    @AfterAll
    static void stop() {
        ledger.close();
        database.close();
    }

    @Test
    void charges_are_refused_first_and_what_was_accepted_is_true_afterwards() throws Exception {
        var captured = capturedCharge();
        var unsettled = charge("unsettled").at("id");
        Map<String, CompletableFuture<Answer>> charges = new LinkedHashMap<>();
        List<CompletableFuture<Answer>> refunds = new ArrayList<>();
        CompletableFuture<Void> fact;

        try (var head = holdHead();
                var others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                charges.put("flood-" + i, chargeLater("flood-" + i));
            }
            Awaitility.await("the refusals").until(() -> done(charges) >= 70);
            assertThat(answered(charges)).allSatisfy(OverloadHttpTest::isRefusedInTime);
            for (int i = 0; i < 3; i++) {
                refunds.add(refundLater(captured, "refund-" + i));
            }
            fact =
                    CompletableFuture.runAsync(
                            () ->
                                    ledger.report(
                                            unsettled, unsettled, Said.captured(unsettled, 1999)),
                            others);

            assertThat(callback("evt_in_the_flood").status()).isBetween(200, 299);
            isRefusedInTime(ledger.get("/v1/charges"));
            isRefusedInTime(ledger.get("/v1/charges/" + captured));
            assertThat(Ledger.send(ledger.request("/actuator/health/liveness").GET()).status())
                    .isEqualTo(200);
            assertThat(refunds).noneMatch(CompletableFuture::isDone);
            head.rollback();
            refunds.forEach(refund -> assertThat(refund.join().status()).isEqualTo(202));
            fact.join();
        }

        charges.values().forEach(CompletableFuture::join);
        assertThat(ledger.get("/v1/charges/" + unsettled).at("status")).isEqualTo("captured");
        charges.forEach((transaction, answer) -> isTrueNow(transaction, answer.join()));
        assertThat(answered(charges)).filteredOn(answer -> answer.status() == 202).hasSize(30);
        assertThat(bookedFlood()).isEqualTo(30);
    }

    private static void isRefusedInTime(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.at("code")).isEqualTo("overloaded");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    /** Accepted: it is there. Refused: nobody has ever heard of it, and the id is still free. */
    private static void isTrueNow(String transaction, Answer answer) {
        var recorded = ledger.get("/v1/transactions/" + transaction).status();
        if (answer.status() == 202) {
            assertThat(recorded).isEqualTo(200);
            assertThat(ledger.get("/v1/charges/" + answer.at("id")).status()).isEqualTo(200);
        } else {
            isRefusedInTime(answer);
            assertThat(recorded).isEqualTo(404);
        }
    }

    private static int bookedFlood() throws SQLException {
        try (var owner = database.ownerDataSource().getConnection();
                var rows =
                        owner.createStatement()
                                .executeQuery(
                                        "select count(*) from transaction_register"
                                                + " where transaction_id like 'flood-%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection holdHead() throws SQLException {
        var session = database.ownerDataSource().getConnection();
        session.setAutoCommit(false);
        session.createStatement().execute("select from ledger_head for update");
        return session;
    }

    private static String capturedCharge() {
        var id = charge("captured").at("id");
        ledger.report(id, id, Said.captured(id, 1999));
        return id;
    }

    private static Answer charge(String transaction) {
        return ledger.post(transaction, "/v1/charges", json(), "Prefer", "respond-async");
    }

    private static CompletableFuture<Answer> chargeLater(String transaction) {
        return ledger.postLater(transaction, "/v1/charges", json(), "Prefer", "respond-async");
    }

    private static CompletableFuture<Answer> refundLater(String charge, String transaction) {
        return ledger.postLater(
                transaction,
                "/v1/refunds",
                "{\"charge\": \"%s\", \"amount\": 100}".formatted(charge),
                "Prefer",
                "respond-async");
    }

    private static String json() {
        return """
        {"amount": 1999, "currency": "EUR", "merchant": "m-flood", "provider": "stripe",
         "payment_method": "pm_card_visa", "capture": "automatic"}\
        """;
    }

    private static Answer callback(String id) throws GeneralSecurityException {
        var body =
                """
                {"id": "%s", "object": "event", "type": "customer.created", "livemode": false,
                 "data": {"object": {"id": "cus_1"}}}\
                """
                        .formatted(id);
        var signature =
                Webhook.Signature.generateSignatureHeader(
                        body, Ledger.WEBHOOK_SECRET, Instant.now().getEpochSecond());
        return Ledger.send(
                ledger.request("/webhooks/stripe")
                        .timeout(Duration.ofSeconds(60))
                        .header("Stripe-Signature", signature)
                        .POST(BodyPublishers.ofString(body)));
    }

    private static long done(Map<String, CompletableFuture<Answer>> charges) {
        return charges.values().stream().filter(CompletableFuture::isDone).count();
    }

    private static List<Answer> answered(Map<String, CompletableFuture<Answer>> charges) {
        return charges.values().stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }
}
