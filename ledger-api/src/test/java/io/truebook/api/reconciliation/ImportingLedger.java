package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.provider.adyen.AdyenBrand;
import io.truebook.api.provider.stripe.StripeBrand;
import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files of both providers on their way into real PostgreSQL, line by line as they write them. */
abstract class ImportingLedger {

    static final Clock CLOCK = Clock.systemUTC();
    static final String TENANT = LedgerFixture.TENANT;
    static final SettlementSource STRIPE =
            new StripeBrand().open("stripe", account("stripe"), CLOCK).settling().orElseThrow();
    static final SettlementSource ADYEN =
            new AdyenBrand().open("adyen", account("adyen"), CLOCK).settling().orElseThrow();
    static final String STRIPE_HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category\n";
    static final String ADYEN_HEADER =
            "Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,"
                    + "Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),"
                    + "Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),"
                    + "Scheme Fees (NC),Interchange (NC),Batch Number\n";

    final LedgerFixture ledger = new LedgerFixture();
    final JdbcClient jdbc = JdbcClient.create(ledger.database.dataSource());
    final SettlementFiles files = new SettlementFiles(ledger.database.dataSource());
    final SettlementBatches batches = new SettlementBatches(ledger.database.dataSource());
    private final SettlementImport imports =
            new SettlementImport(
                    files,
                    new FeeBooking(
                            new UnbookedFees(ledger.database.dataSource()), ledger.recorder, CLOCK),
                    new PayoutBooking(
                            new SettlementPayouts(ledger.database.dataSource()),
                            ledger.recorder,
                            CLOCK),
                    CLOCK);

    @AfterEach
    void stop() {
        ledger.close();
    }

    void fetched(String text, Coverage coverage) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var file = SpooledFile.of(new ByteArrayInputStream(bytes))) {
            imports.fetched(TENANT, STRIPE, file, coverage);
        }
    }

    KeptFile upload(SettlementSource source, String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            return imports.upload(TENANT, source, file);
        }
    }

    long rows() {
        return jdbc.sql("select count(*) from truebook.settlement_row").query(Long.class).single();
    }

    long current() {
        return jdbc.sql("select coalesce(sum(net_minor), 0) from truebook.settlement_row_current")
                .query(Long.class)
                .single();
    }

    static String stripe(String id, String amount) {
        return String.join(",", id, "2026-11-20 08:30:00", "eur", amount, "0.00", amount, "charge")
                + "\n";
    }

    static String sale(String psp, String amount, int batch) {
        return String.join(
                        ",",
                        "Shop",
                        psp,
                        "ch_x",
                        "2026-11-20 08:30:00",
                        "CET",
                        "Settled",
                        psp,
                        "EUR",
                        "",
                        amount,
                        "EUR",
                        "",
                        amount,
                        "",
                        "",
                        "",
                        "",
                        String.valueOf(batch))
                + "\n";
    }

    static String payout(String amount, int batch) {
        return String.join(
                        ",",
                        "Shop",
                        "",
                        "",
                        "2026-11-21 08:30:00",
                        "CET",
                        "MerchantPayout",
                        "TX1",
                        "EUR",
                        amount,
                        "",
                        "EUR",
                        amount,
                        "",
                        "",
                        "",
                        "",
                        "",
                        String.valueOf(batch))
                + "\n";
    }

    private static ProviderSettings.Account account(String name) {
        var properties = Map.of("truebook.providers." + name + ".merchant-account", "Shop");
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("truebook", ProviderSettings.class)
                .providers()
                .get(name);
    }
}
