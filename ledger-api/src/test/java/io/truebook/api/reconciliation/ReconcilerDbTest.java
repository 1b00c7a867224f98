package io.truebook.api.reconciliation;

import static io.truebook.ledger.reconciliation.FindingCode.Status.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.stripe.StripeReports;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files, fees, runs and breaks on real PostgreSQL, with a ledger that books for real. */
@Tag("database")
class ReconcilerDbTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock NEXT_DAY =
            Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
                    + "payment_intent_id,\"payment_metadata[truebook_operation]\","
                    + "\"refund_metadata[truebook_operation]\"\n";

    /** Without a key: it can receive files and nothing else. */
    private static final StripeReports STRIPE =
            new StripeReports(
                    "stripe",
                    "",
                    URI.create("https://api.stripe.com"),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    NEXT_DAY);

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettlementFiles files = new SettlementFiles(ledger.database.dataSource());
    private final FeeBooking fees =
            new FeeBooking(
                    new UnbookedFees(ledger.database.dataSource()), ledger.recorder, NEXT_DAY);
    private final PayoutBooking payouts =
            new PayoutBooking(
                    new SettlementPayouts(ledger.database.dataSource()), ledger.recorder, NEXT_DAY);
    private final SettlementImport imports = new SettlementImport(files, fees, payouts, NEXT_DAY);
    private final ReconciliationRuns runs = new ReconciliationRuns(ledger.database.dataSource());
    private final Reports reports = new Reports(runs);
    private final BreakQueries breaks = new BreakQueries(ledger.database.dataSource());
    private final Reconciler reconciler =
            new Reconciler(
                    fees,
                    payouts,
                    new ComparisonQueries(ledger.database.dataSource(), Windows.DEFAULT),
                    runs,
                    NEXT_DAY);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_settled_day_has_no_break_and_its_fees_are_booked_once() throws IOException {
        var charge = aCapturedCharge(10_000, "ch_prov");
        var refund = aRefund(charge, 2_500, "re_prov");
        var file =
                HEADER
                        + "txn_1,2026-11-20 12:00:00,eur,100.00,2.20,97.80,charge,ch_prov,pi_1,"
                        + charge
                        + ",\n"
                        + "txn_2,2026-11-20 12:00:00,eur,-25.00,0.00,-25.00,refund,re_prov,pi_1,"
                        + charge
                        + ","
                        + refund
                        + "\n";

        upload(file);
        upload(file);
        var run = reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);

        assertThat(run.matched()).isEqualTo(2);
        assertThat(run.breaks()).isZero();
        assertThat(run.timing()).isZero();
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(220);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000 - 2_500 - 220);
    }

    @Test
    void the_same_inputs_give_the_same_run_and_bytes() throws IOException {
        var charge = aCapturedCharge(10_000, "ch_prov");
        upload(row("txn_1", "100.00", "2.20", "97.80", charge));

        var first = reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);
        var again = reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);

        assertThat(again).isEqualTo(first);
        var report = reports.find(LedgerFixture.TENANT, first.id()).orElseThrow();
        assertThat(new String(report.bytes(Reports.Form.JSON), StandardCharsets.UTF_8))
                .contains("\"id\":\"" + first.id() + "\"", "\"line\":\"closing\"");
        assertThat(new String(report.bytes(Reports.Form.CSV), StandardCharsets.UTF_8))
                .startsWith("run_id,provider,")
                .contains("MATCHED", "\r\n");
    }

    @Test
    void a_break_is_one_row_until_a_run_no_longer_finds_it() throws IOException {
        upload(row("txn_1", "100.00", "2.20", "97.80", "ch_nobody_knows"));

        reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);
        aCapturedCharge(500, "ch_other");
        var second = reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);

        assertThat(second.breaks()).isEqualTo(1);
        var open = listed(OPEN.name());
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().code()).isEqualTo("MISSING_IN_LEDGER");
        assertThat(open.getFirst().amountMinor()).isEqualTo(9_780);
        assertThat(listed("timing")).hasSize(1);

        upload(
                HEADER
                        + "txn_1,2026-11-20 12:00:00,eur,0.00,0.00,0.00,charge,x,y,ch_nobody_knows,\n"
                        + "txn_2,2026-11-20 12:00:00,eur,5.00,0.00,5.00,charge,ch_other,y,,\n");
        var third = reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);

        assertThat(third.timing()).isZero();
        assertThat(listed("timing")).isEmpty();
        assertThat(listed("resolved")).hasSize(1);
    }

    @Test
    void a_broken_file_leaves_nothing_behind() {
        var broken = row("txn_1", "100.00", "2.20", "97.80", "ch_1") + "txn_2,2026\n";

        assertThatExceptionOfType(SettlementFileInvalid.class).isThrownBy(() -> upload(broken));

        assertThat(
                        ledger.jdbc
                                .sql("select count(*) from truebook.settlement_row")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @Test
    void the_next_day_opens_with_what_this_day_closed_with() throws IOException {
        upload(row("txn_1", "100.00", "0.00", "100.00", "ch_nobody_knows"));
        reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);

        var next = Period.ofDays(DAY.plusDays(1), DAY.plusDays(1), ZoneOffset.UTC);
        var run = reconciler.run(LedgerFixture.TENANT, "stripe", next);

        var report = reports.find(LedgerFixture.TENANT, run.id()).orElseThrow();
        assertThat(new String(report.bytes(Reports.Form.JSON), StandardCharsets.UTF_8))
                .contains("\"difference\":10000,\"brought_forward\":10000,\"breaks\":10000");
    }

    private static String row(String id, String gross, String fee, String net, String charge) {
        return HEADER
                + String.join(
                        ",", id, "2026-11-20 12:00:00", "eur", gross, fee, net, "charge", "ch_prov")
                + ",pi_1,"
                + charge
                + ",\n";
    }

    private List<BreakQueries.BreakRow> listed(String status) {
        return breaks.list(
                LedgerFixture.TENANT,
                new Filter(status.toLowerCase(Locale.ROOT), null, null),
                Instant.EPOCH,
                Instant.parse("2100-01-01T00:00:00Z"),
                "",
                100);
    }

    private void upload(String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.upload(LedgerFixture.TENANT, STRIPE, file);
        }
    }

    private String aCapturedCharge(long amount, String object) {
        var id = ledger.charge(amount, CaptureMode.AUTOMATIC);
        var source = FactSource.first("stripe", object, "pi_of_" + object, NOON);
        tell(id, id, new ProviderFact.Captured(source, Money.of(amount, "EUR")));
        return id;
    }

    private String aRefund(String charge, long amount, String object) {
        var id = ledger.refund(charge, amount);
        var source = FactSource.first("stripe", object, "pi_of_ch_prov", NOON);
        tell(charge, id, new ProviderFact.RefundSucceeded(source, id, Money.of(amount, "EUR")));
        return id;
    }

    private void tell(String payment, String operation, ProviderFact fact) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key(),
                new RecordOutcome(
                        payment,
                        operation,
                        new Outcome.Succeeded(List.of(fact)),
                        "response",
                        NOON));
    }
}
