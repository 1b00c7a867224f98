package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.provider.adyen.AdyenBrand;
import io.truebook.api.provider.stripe.StripeBrand;
import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files of both providers on their way into real PostgreSQL: once, whole, or not at all. */
@Tag("database")
class SettlementImportDbTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final String TENANT = LedgerFixture.TENANT;
    private static final String REPORT = "balance_change_from_activity";
    private static final SettlementSource STRIPE =
            new StripeBrand().open("stripe", account("stripe"), CLOCK).settling().orElseThrow();
    private static final SettlementSource ADYEN =
            new AdyenBrand().open("adyen", account("adyen"), CLOCK).settling().orElseThrow();
    private static final String STRIPE_HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category\n";
    private static final String ADYEN_HEADER =
            "Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,"
                    + "Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),"
                    + "Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),"
                    + "Scheme Fees (NC),Interchange (NC),Batch Number\n";

    private final LedgerFixture ledger = new LedgerFixture();
    private final JdbcClient jdbc = JdbcClient.create(ledger.database.dataSource());
    private final SettlementFiles files = new SettlementFiles(ledger.database.dataSource());
    private final SettlementBatches batches = new SettlementBatches(ledger.database.dataSource());
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

    @Test
    void the_same_bytes_again_change_nothing_and_are_answered_the_same() throws IOException {
        var first = upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00"));
        var again = upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00"));

        assertThat(again.answer()).isEqualTo(first.answer());
        assertThat(again.isNew()).isFalse();
        assertThat(rows()).isOne();
    }

    /** The weekend of a shop that sells on weekdays: header and no row, twice. */
    @Test
    void two_days_without_a_row_are_both_known() throws IOException {
        var coverage = new SettlementCoverage(ledger.database.dataSource());
        var saturday = Instant.parse("2026-11-21T00:00:00Z");
        var sunday = saturday.plus(Duration.ofDays(1));
        var monday = sunday.plus(Duration.ofDays(1));

        fetched(new Coverage(saturday, sunday));
        assertThat(coverage.reaches(TENANT, "stripe", REPORT, saturday, monday)).isFalse();
        fetched(new Coverage(sunday, monday));
        fetched(new Coverage(sunday, monday));

        assertThat(coverage.reaches(TENANT, "stripe", REPORT, saturday, monday)).isTrue();
        assertThat(coverage.reaches(TENANT, "stripe", "payouts", saturday, monday)).isFalse();
    }

    private void fetched(Coverage coverage) throws IOException {
        var bytes = STRIPE_HEADER.getBytes(StandardCharsets.UTF_8);
        try (var file = SpooledFile.of(new ByteArrayInputStream(bytes))) {
            imports.fetched(TENANT, STRIPE, file, coverage);
        }
    }

    /** Without them a run right after the first file compares each row with each other. */
    @Test
    void a_large_file_leaves_statistics_to_plan_by() throws IOException {
        var rows = new StringBuilder(STRIPE_HEADER);
        for (int i = 0; i < 1_000; i++) {
            rows.append(stripe("txn_" + i, "1.00"));
        }

        upload(STRIPE, rows.toString());

        assertThat(
                        jdbc.sql(
                                        """
                                        select reltuples from pg_class
                                        where oid = 'truebook.settlement_row'::regclass
                                        """)
                                .query(Long.class)
                                .single())
                .isEqualTo(1_000);
    }

    @Test
    void of_two_files_that_name_one_movement_the_later_counts() throws IOException {
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00") + stripe("txn_2", "5.00"));
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "2.00"));

        assertThat(current()).isEqualTo(200 + 500);
    }

    @Test
    void a_corrected_batch_takes_the_place_of_the_whole_one() throws IOException {
        upload(ADYEN, ADYEN_HEADER + sale("P1", "1.00", 3) + sale("P2", "5.00", 3));
        upload(ADYEN, ADYEN_HEADER + sale("P1", "2.00", 3));

        assertThat(current()).isEqualTo(200);
    }

    @Test
    void a_payout_that_only_a_file_tells_of_is_booked_once() throws IOException {
        upload(ADYEN, ADYEN_HEADER + sale("P1", "30.00", 3) + payout("30.00", 3));
        upload(ADYEN, ADYEN_HEADER + payout("30.00", 3) + sale("P1", "30.00", 3));

        assertThat(ledger.posted("provider:adyen:in_transit")).isEqualTo(3_000);
    }

    @Test
    void batches_that_are_missing_between_others_are_known() throws IOException {
        for (int batch : new int[] {3, 4, 7}) {
            upload(ADYEN, ADYEN_HEADER + sale("P" + batch, "1.00", batch));
        }
        batches.announce(LedgerFixture.TENANT, "adyen", 9, CLOCK.instant());

        var known = batches.known(LedgerFixture.TENANT, "adyen");

        assertThat(known.missing()).containsExactly(5L, 6L);
        assertThat(known.wanted()).containsExactly(5L, 6L, 9L);
        assertThat(known.next()).isEqualTo(8);
    }

    @Nested
    class A_file_that_is_refused_leaves_nothing {

        @Test
        void with_a_movement_twice_however_many_lines_a_cell_has() {
            var header = STRIPE_HEADER.strip() + ",description\n";
            var twoLines = stripe("txn_1", "1.00").strip() + ",\"two\nlines\"\n";
            var again = stripe("txn_1", "1.00").strip() + ",\n";

            refused(STRIPE, header + twoLines + again, 4, "balance_transaction_id");
        }

        @Test
        void with_a_row_of_a_batch_twice() {
            var row = sale("P1", "1.00", 3);

            refused(ADYEN, ADYEN_HEADER + row + row, 3, "Psp Reference");
        }

        @Test
        void of_a_batch_without_a_row() {
            refused(ADYEN, ADYEN_HEADER, 2, "Batch Number");
        }

        @Test
        void that_breaks_off() {
            refused(ADYEN, ADYEN_HEADER + sale("P1", "1.00", 3) + "Shop,P2,ch_", 3, "3");
        }

        @Test
        void with_a_line_as_long_as_the_file() {
            tooLong(STRIPE_HEADER + "x".repeat(5_000_000));
        }

        @Test
        void with_a_quote_around_all_the_rest() {
            var rest = stripe("txn_1", "1.00").repeat(10_000);

            tooLong(STRIPE_HEADER + '"' + rest);
        }

        /** Before all of it is in memory, and not for want of cells. */
        private void tooLong(String text) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> upload(STRIPE, text))
                    .withMessage("Line 2, column 1: the line is longer than 65536 characters");
            assertThat(rows()).isZero();
        }

        @Test
        void with_a_nul_character() {
            refused(STRIPE, STRIPE_HEADER + stripe("txn\0_1", "1.00"), 2, "1");
        }

        @Test
        void in_utf_16() {
            refused(
                    STRIPE,
                    new String(
                            STRIPE_HEADER.getBytes(StandardCharsets.UTF_16LE),
                            StandardCharsets.ISO_8859_1),
                    1,
                    "1");
        }

        @Test
        void of_the_other_provider() {
            refused(ADYEN, STRIPE_HEADER + stripe("txn_1", "1.00"), 1, "Psp Reference");
        }

        private void refused(SettlementSource source, String text, long line, String column) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> upload(source, text))
                    .satisfies(refusal -> {
                        assertThat(refusal.line()).isEqualTo(line);
                        assertThat(refusal.column()).isEqualTo(column);
                    });
            assertThat(rows()).isZero();
        }
    }

    private KeptFile upload(SettlementSource source, String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            return imports.upload(LedgerFixture.TENANT, source, file);
        }
    }

    private long rows() {
        return jdbc.sql("select count(*) from truebook.settlement_row").query(Long.class).single();
    }

    private long current() {
        return jdbc.sql("select coalesce(sum(net_minor), 0) from truebook.settlement_row_current")
                .query(Long.class)
                .single();
    }

    private static String stripe(String id, String amount) {
        return String.join(",", id, "2026-11-20 08:30:00", "eur", amount, "0.00", amount, "charge")
                + "\n";
    }

    private static String sale(String psp, String amount, int batch) {
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

    private static String payout(String amount, int batch) {
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
