package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.projection.reconciliation.SettlementCoverage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files that come again: after another has taken their place, from elsewhere, or for another day.
 */
@Tag("database")
class ReplacedFilesDbTest extends ImportingLedger {

    private static final String REPORT = "balance_change_from_activity";

    /** The weekend of a shop that sells on weekdays: header and no row, twice. */
    @Test
    void two_days_without_a_row_are_both_known() throws IOException {
        var coverage = new SettlementCoverage(ledger.database.dataSource());
        var saturday = Instant.parse("2026-11-21T00:00:00Z");
        var sunday = saturday.plus(Duration.ofDays(1));
        var monday = sunday.plus(Duration.ofDays(1));

        fetched(STRIPE_HEADER, new Coverage(saturday, sunday));
        assertThat(coverage.reaches(TENANT, "stripe", REPORT, saturday, monday)).isFalse();
        fetched(STRIPE_HEADER, new Coverage(sunday, monday));
        fetched(STRIPE_HEADER, new Coverage(sunday, monday));

        assertThat(coverage.reaches(TENANT, "stripe", REPORT, saturday, monday)).isTrue();
        assertThat(coverage.reaches(TENANT, "stripe", "payouts", saturday, monday)).isFalse();
    }

    /** Somebody uploads a copy cut at the end of a line, and then the file itself once more. */
    @Test
    void a_file_that_was_replaced_counts_when_it_comes_again() throws IOException {
        var whole = ADYEN_HEADER + sale("P1", "1.00", 3) + sale("P2", "5.00", 3);
        var first = upload(ADYEN, whole);
        upload(ADYEN, ADYEN_HEADER + sale("P1", "1.00", 3));

        var again = upload(ADYEN, whole);

        assertThat(again.isNew()).isTrue();
        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(current()).isEqualTo(600);
        assertThat(upload(ADYEN, whole).id()).isEqualTo(again.id());
    }

    @Test
    void a_row_that_was_replaced_counts_when_its_file_comes_again() throws IOException {
        var right = STRIPE_HEADER + stripe("txn_1", "1.00") + stripe("txn_2", "5.00");
        upload(STRIPE, right);
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "2.00"));
        upload(STRIPE, right);
        assertThat(current()).isEqualTo(600);

        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "2.00"));
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "2.00"));
        assertThat(current()).isEqualTo(700);
        assertThat(rows()).isEqualTo(2 + 1 + 2 + 1);
    }

    /** An export without our ids says the same of money, and takes them away. */
    @Test
    void a_row_that_lost_its_ids_has_them_when_its_file_comes_again() throws IOException {
        var right =
                STRIPE_HEADER.replace("\n", ",source_id\n")
                        + "txn_1,2026-11-20 08:30:00,eur,1.00,0.00,1.00,charge,ch_1\n";
        upload(STRIPE, right);
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00"));

        assertThat(upload(STRIPE, right).isNew()).isTrue();

        assertThat(
                        jdbc.sql("select source_id from truebook.settlement_row_current")
                                .query(String.class)
                                .list())
                .containsExactly("ch_1");
    }

    @Test
    void what_was_uploaded_after_a_wrong_copy_is_the_providers_too() throws IOException {
        var wrong = STRIPE_HEADER + stripe("txn_1", "2.00");
        var right = STRIPE_HEADER + stripe("txn_1", "1.00");
        upload(STRIPE, right);
        upload(STRIPE, wrong);
        upload(STRIPE, right);
        var day = Instant.parse("2026-11-21T00:00:00Z");

        fetched(right, new Coverage(day, day.plus(Duration.ofDays(1))));
        fetched(right, new Coverage(day, day.plus(Duration.ofDays(1))));

        assertThat(
                        jdbc.sql("select source from truebook.settlement_file order by sequence")
                                .query(String.class)
                                .list())
                .containsExactly("upload", "upload", "upload", "report_run");
    }

    @Test
    void what_somebody_has_uploaded_is_the_providers_once_the_provider_gives_it_out()
            throws IOException {
        var uploaded = upload(STRIPE, STRIPE_HEADER);
        var day = Instant.parse("2026-11-21T00:00:00Z");

        fetched(STRIPE_HEADER, new Coverage(day, day.plus(Duration.ofDays(1))));

        assertThat(
                        jdbc.sql("select source from truebook.settlement_file order by sequence")
                                .query(String.class)
                                .list())
                .containsExactly("upload", "report_run");
        var again = upload(STRIPE, STRIPE_HEADER);
        assertThat(again.isNew()).isFalse();
        assertThat(again.id()).isNotEqualTo(uploaded.id());
    }
}
