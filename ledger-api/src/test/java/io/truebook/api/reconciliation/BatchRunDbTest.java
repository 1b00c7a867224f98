package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.provider.adyen.AdyenBrand;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementFiles.Closing;
import io.truebook.projection.reconciliation.SettlementFiles.NewFile;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Runs over the files of batches, which are the only ones to tell of their payouts. */
@Tag("database")
class BatchRunDbTest {

    private static final Clock NEXT_DAY =
            Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);
    private static final SettlementSource ADYEN =
            new AdyenBrand().open("adyen", account(), NEXT_DAY).settling().orElseThrow();
    private static final String HEADER =
            "Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,"
                    + "Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),"
                    + "Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),"
                    + "Scheme Fees (NC),Interchange (NC),Batch Number\n";

    /** Takes files in as one that died between a file and its payouts. */
    private static final SettlementSource DIED =
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

    private final LedgerFixture ledger = new LedgerFixture();
    private final FeeBooking fees =
            new FeeBooking(
                    new UnbookedFees(ledger.database.dataSource()), ledger.recorder, NEXT_DAY);
    private final PayoutBooking payouts =
            new PayoutBooking(
                    new SettlementPayouts(ledger.database.dataSource()), ledger.recorder, NEXT_DAY);
    private final SettlementImport imports =
            new SettlementImport(
                    new SettlementFiles(ledger.database.dataSource()), fees, payouts, NEXT_DAY);
    private final ReconciliationRuns runs = new ReconciliationRuns(ledger.database.dataSource());
    private final Reconciler reconciler =
            new Reconciler(
                    fees,
                    payouts,
                    new ComparisonQueries(ledger.database.dataSource()),
                    runs,
                    NEXT_DAY);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_payout_left_unbooked_by_a_crash_is_booked_by_the_run() throws IOException {
        upload(DIED, HEADER + sale("P1", "30.00") + payout("30.00"));

        run();

        assertThat(ledger.posted("provider:adyen:in_transit")).isEqualTo(3_000);
    }

    @Test
    void a_batch_that_is_neither_paid_out_nor_carried_over_is_told() throws IOException {
        upload(ADYEN, HEADER + sale("P1", "30.00"));

        assertThat(report(run())).contains("PAYOUT_MISMATCH", "batch-3-EUR", "\"difference\":3000");
    }

    @Test
    void a_payout_of_nothing_is_told() throws IOException {
        upload(ADYEN, HEADER + payout("30.00"));

        assertThat(report(run()))
                .contains("PAYOUT_MISMATCH", "batch-3-EUR", "\"difference\":-3000");
    }

    @Test
    void a_batch_that_adds_up_is_proved_once_its_end_is_there() throws IOException {
        upload(ADYEN, HEADER + sale("P1", "30.00") + sale("P2", "5.00") + payout("35.00"));

        assertThat(report(run())).contains("batch-3-EUR").doesNotContain("PAYOUT_MISMATCH");
    }

    /** A crash came before the first file's fees; by now its row counts no more. */
    @Test
    void the_fee_of_a_superseded_row_is_not_booked() {
        var charge = ledger.charge(3_000, CaptureMode.AUTOMATIC);
        var sale = sale("P1", "30.00").replace("ch_x", charge);
        var first = HEADER + sale.replace(",30.00,,,,,3", ",29.00,1.00,,,,3") + payout("29.00");
        var id = keep(first);
        keep(HEADER + sale + payout("30.00"));

        var unbooked = new UnbookedFees(ledger.database.dataSource());

        assertThat(unbooked.of(LedgerFixture.TENANT, "adyen", id, 0, 10)).isEmpty();
    }

    /** Its rows, and nothing of what they say in the books. */
    private String keep(String text) {
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

    private String report(Summary run) {
        var report = new Reports(runs).find(LedgerFixture.TENANT, run.id()).orElseThrow();
        return new String(report.bytes(Reports.Form.JSON), StandardCharsets.UTF_8);
    }

    private Summary run() {
        return reconciler.run(LedgerFixture.TENANT, "adyen", PERIOD);
    }

    private void upload(SettlementSource source, String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.upload(LedgerFixture.TENANT, source, file);
        }
    }

    private static String sale(String psp, String amount) {
        return "Shop,%1$s,ch_x,2026-11-20 08:30:00,CET,Settled,%1$s,EUR,,%2$s,EUR,,%2$s,,,,,3\n"
                .formatted(psp, amount);
    }

    private static String payout(String amount) {
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
