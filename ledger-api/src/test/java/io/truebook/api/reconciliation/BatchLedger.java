package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.provider.adyen.AdyenBrand;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.NewFile;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementFiles.Closing;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A ledger on the morning after, and an Adyen account that is settled by the files of batches. */
final class BatchLedger implements AutoCloseable {

    static final Clock NEXT_DAY =
            Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);
    static final Period PERIOD_AFTER =
            Period.ofDays(DAY.plusDays(1), DAY.plusDays(1), ZoneOffset.UTC);
    static final Period PERIOD_LATER =
            Period.ofDays(DAY.plusDays(5), DAY.plusDays(5), ZoneOffset.UTC);
    static final SettlementSource ADYEN =
            new AdyenBrand().open("adyen", account(), NEXT_DAY).settling().orElseThrow();
    static final String HEADER =
            "Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,"
                    + "Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),"
                    + "Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),"
                    + "Scheme Fees (NC),Interchange (NC),Batch Number\n";

    /** Takes files in as one that died between a file and its payouts. */
    static final SettlementSource DIED =
            new SettlementSource() {
                @Override
                public String connection() {
                    return ADYEN.connection();
                }

                @Override
                public boolean isCallable() {
                    return false;
                }

                @Override
                public SettlementDialect dialect() {
                    return ADYEN.dialect();
                }
            };

    final LedgerFixture ledger;
    final FeeBooking fees;
    final PayoutBooking payouts;
    final SettlementImport imports;
    final ReconciliationRuns runs;
    final ComparisonQueries queries;
    final Reconciler reconciler;

    BatchLedger() {
        this(new LedgerFixture());
    }

    BatchLedger(LedgerFixture ledger) {
        this.ledger = ledger;
        var source = ledger.database.dataSource();
        fees = new FeeBooking(new UnbookedFees(source), ledger.recorder, NEXT_DAY);
        payouts = new PayoutBooking(new SettlementPayouts(source), ledger.recorder, NEXT_DAY);
        imports = new SettlementImport(new SettlementFiles(source), fees, payouts, NEXT_DAY);
        runs = new ReconciliationRuns(source);
        queries = new ComparisonQueries(source, Windows.DEFAULT);
        reconciler = new Reconciler(fees, payouts, queries, runs, NEXT_DAY);
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** Its rows, and nothing of what they say in the books. */
    String keep(String text) {
        var csv = new SettlementCsv(ADYEN.dialect());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var hash = Integer.toHexString(text.hashCode());
        var file =
                new NewFile(
                        LedgerFixture.TENANT, "adyen", hash, "upload", null, null, Instant.EPOCH);
        return new SettlementFiles(ledger.database.dataSource())
                .store(
                        file,
                        sink -> {
                            var ending = csv.read(new ByteArrayInputStream(bytes), sink).ending();
                            return new Closing(ending.reportType(), ending.batch(), bytes);
                        })
                .id();
    }

    String report(Summary run) {
        var report = new Reports(runs).find(LedgerFixture.TENANT, run.id()).orElseThrow();
        return new String(report.bytes(Reports.Form.JSON), StandardCharsets.UTF_8);
    }

    Summary run() {
        return run(PERIOD);
    }

    Summary run(Period period) {
        return reconciler.run(LedgerFixture.TENANT, "adyen", period);
    }

    List<BreakRow> breaks() {
        return new BreakQueries(ledger.database.dataSource())
                .list(
                        LedgerFixture.TENANT,
                        new BreakQueries.Filter(null, null, "adyen"),
                        Instant.EPOCH,
                        Instant.parse("2100-01-01T00:00:00Z"),
                        "",
                        100);
    }

    List<String> statuses(String code) {
        return breaks().stream()
                .filter(found -> found.code().equals(code) && !found.leg().equals("settlement"))
                .map(BreakRow::status)
                .toList();
    }

    /** Our charge of 30.00, which the provider knows as {@code psp-} and our id. */
    String captured(String at) {
        var id = ledger.charge("adyen", 3_000, CaptureMode.AUTOMATIC, "pm_card_visa");
        var source = FactSource.first("adyen", "psp-" + id, "psp-" + id, Instant.parse(at));
        var fact = new ProviderFact.Captured(source, Money.of(3_000, "EUR"));
        var outcome = new Outcome.Succeeded(List.of(fact));
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                id,
                new RecordOutcome(id, id, outcome, "webhook", Instant.parse(at)));
        return id;
    }

    /** What is said of what the ledger booked and no row shows. */
    List<String> codesOfLedger() {
        return breaks().stream()
                .filter(found -> found.status().equals("open") || found.status().equals("timing"))
                .filter(found -> found.leg().equals("settlement") && found.ledgerMinor() != null)
                .map(BreakRow::code)
                .toList();
    }

    static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }

    static String ofBatch(long batch, String at, String psp) {
        return (HEADER + sale(psp, "30.00") + payout("30.00"))
                .replace(",3\n", "," + batch + "\n")
                .replaceAll("2026-11-20 0[89]:30:00,CET", at + ",UTC");
    }

    void upload(SettlementSource source, String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.upload(LedgerFixture.TENANT, source, file);
        }
    }

    static String sale(String psp, String amount) {
        return "Shop,%1$s,ch_x,2026-11-20 08:30:00,CET,Settled,%1$s,EUR,,%2$s,EUR,,%2$s,,,,,3\n"
                .formatted(psp, amount);
    }

    static String payout(String amount) {
        return "Shop,,,2026-11-20 09:30:00,CET,MerchantPayout,TX1,EUR,%1$s,,EUR,%1$s,,,,,,3\n"
                .formatted(amount);
    }

    private static ProviderSettings.Account account() {
        var properties = Map.of("truebook.providers.adyen.merchant-account", "Shop");
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("truebook", ProviderSettings.class)
                .providers()
                .get("adyen");
    }
}
