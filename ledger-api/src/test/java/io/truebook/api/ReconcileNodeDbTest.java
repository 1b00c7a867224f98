package io.truebook.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.operations.LedgerDatabase;
import io.truebook.api.operations.LedgerDatabase.Login;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.reconciliation.ReconciliationOutcome;
import io.truebook.api.reconciliation.ReconciliationOutcome.Completed;
import io.truebook.api.reconciliation.ReconciliationOutcome.Failed;
import io.truebook.api.reconciliation.Reports;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shell's reconciliation beside a ledger that works, against the simulator's own report. */
@Tag("database")
class ReconcileNodeDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final LedgerDatabase database =
            new LedgerDatabase(
                    ledger.database.url(),
                    new Login(TestDatabase.OWNER, TestDatabase.PASSWORD),
                    new Login(TestDatabase.ROLE, TestDatabase.PASSWORD),
                    new Login(TestDatabase.SIMULATOR, TestDatabase.PASSWORD));

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_charge_taken_at_the_provider_and_booked_has_no_break_and_its_fee() throws Exception {
        var id = ledger.charge(10_000, CaptureMode.AUTOMATIC);
        JsonNode charge;
        try (var simulator = simulator()) {
            charge = pay(simulator, id);
        }
        book(id, charge);

        var outcome = reconcileToday();

        assertThat(outcome).isInstanceOf(Completed.class);
        var run = ((Completed) outcome).run();
        assertThat(run.matched()).isEqualTo(1);
        assertThat(run.breaks()).isZero();
        assertThat(run.timing()).isZero();
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(320);
    }

    @Test
    void a_payment_the_ledger_never_heard_of_is_a_break() throws Exception {
        try (var simulator = simulator()) {
            pay(simulator, "ch_made_elsewhere");
        }

        var outcome = reconcileToday();

        assertThat(outcome).isInstanceOf(Completed.class);
        var completed = (Completed) outcome;
        assertThat(completed.run().breaks()).isEqualTo(1);
        var report =
                new Reports(new ReconciliationRuns(ledger.database.dataSource()))
                        .find(LedgerFixture.TENANT, completed.run().id())
                        .orElseThrow();
        assertThat(new String(report.bytes(Reports.Form.CSV), StandardCharsets.UTF_8))
                .contains("MISSING_IN_LEDGER", "ch_made_elsewhere");
    }

    private SimulatorServer simulator() {
        return SimulatorServer.start(SimulatorSettings.of(database.simulatorDataSource()));
    }

    @Test
    void an_account_of_every_brand_is_reconciled_and_one_that_there_is_not_is_told()
            throws IOException {
        assertThat(reconcileToday("adyen")).isInstanceOf(Completed.class);
        assertThat(reconcileToday("nobody"))
                .isEqualTo(new Failed("There is no provider called nobody."));
    }

    private ReconciliationOutcome reconcileToday() throws IOException {
        return reconcileToday("stripe");
    }

    private ReconciliationOutcome reconcileToday(String provider) throws IOException {
        var today = LocalDate.now(ZoneOffset.UTC);
        var settings = new ProviderSettings(Map.of());
        try (var node = ReconcileNode.on(database, settings, Windows.DEFAULT)) {
            return node.reconcile(
                    LedgerFixture.TENANT,
                    provider,
                    // Yesterday too, so that midnight does not come between.
                    Period.ofDays(today.minusDays(1), today, ZoneOffset.UTC),
                    Optional.empty(),
                    new SimulatorSwitch(true, 0));
        }
    }

    private static JsonNode pay(SimulatorServer simulator, String operation) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(simulator.baseUri() + "/v1/payment_intents"))
                        .header("Authorization", "Bearer " + simulator.apiKey())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Idempotency-Key", operation)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "amount=10000&currency=eur&confirm=true"
                                                + "&payment_method=pm_card_visa"
                                                + "&payment_method_types[]=card"
                                                + "&metadata[truebook_operation]="
                                                + operation
                                                + "&expand[]=latest_charge"))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JsonMapper.shared().readTree(answer.body()).path("latest_charge");
        }
    }

    private void book(String id, JsonNode charge) {
        var source =
                FactSource.first(
                        "stripe",
                        charge.path("id").asString(),
                        charge.path("payment_intent").asString(),
                        Instant.ofEpochSecond(charge.path("created").asLong()));
        var fact = new ProviderFact.Captured(source, Money.of(10_000, "EUR"));
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key(),
                new RecordOutcome(
                        id, id, new Outcome.Succeeded(List.of(fact)), "response", Instant.now()));
    }
}
