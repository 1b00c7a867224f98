package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.BatchLedger.ADYEN;
import static io.truebook.api.reconciliation.BatchLedger.HEADER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_AFTER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_LATER;
import static io.truebook.api.reconciliation.BatchLedger.at;
import static io.truebook.api.reconciliation.BatchLedger.ofBatch;
import static io.truebook.api.reconciliation.BatchLedger.payout;
import static io.truebook.api.reconciliation.BatchLedger.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.ComparisonQueries;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong with the files of batches: breaks that end when a later file mends them. */
@Tag("database")
class BatchBreaksDbTest {

    private final BatchLedger batches = new BatchLedger();

    @AfterEach
    void stop() {
        batches.close();
    }

    @Test
    void a_payout_that_does_not_add_up_is_a_break_until_a_later_file_proves_it()
            throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "29.00") + payout("30.00"));

        var figures = batches.run();
        batches.run();

        assertThat(batches.breaks())
                .filteredOn(found -> found.code().equals("PAYOUT_MISMATCH"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.object()).isEqualTo("batch-3-EUR");
                    assertThat(found.amountMinor()).isEqualTo(-100);
                    assertThat(found.status()).isEqualTo("open");
                });
        assertThat(figures.breaks()).isEqualTo(2); // The sale is nobody's, too.

        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + payout("30.00"));
        assertThat(batches.report(batches.run(PERIOD_AFTER))).doesNotContain("PAYOUT_MISMATCH");

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("resolved");
    }

    @Test
    void a_later_run_takes_a_payout_up_that_is_still_not_proved() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "29.00") + payout("30.00"));
        batches.run();

        var later = batches.run(PERIOD_AFTER);

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("open");
        assertThat(batches.report(later)).contains("PAYOUT_MISMATCH");
    }

    @Test
    void a_payout_whose_file_comes_after_its_day_is_proved_by_the_next_run() throws IOException {
        batches.run();
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + payout("30.00"));

        var next = batches.report(batches.run(PERIOD_AFTER));

        assertThat(next).contains("\"rows_amount\":3000").doesNotContain("PAYOUT_MISMATCH");
    }

    @Test
    void a_payout_whose_file_comes_after_its_day_and_does_not_add_up_is_a_break()
            throws IOException {
        batches.run();
        batches.upload(ADYEN, HEADER + sale("P1", "29.00") + payout("30.00"));

        batches.run(PERIOD_AFTER);

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("open");
    }

    @Test
    void a_batch_without_its_end_that_comes_after_its_day_is_a_break() throws IOException {
        batches.run();
        batches.upload(ADYEN, HEADER + sale("P1", "29.00"));

        batches.run(PERIOD_AFTER);

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("open");
    }

    @Test
    void a_payout_of_a_day_nobody_reconciled_is_proved_by_the_next_run() throws IOException {
        batches.run();
        batches.upload(ADYEN, ofBatch(3, "2026-11-21 12:00:00", "P3"));
        var less = ofBatch(4, "2026-11-22 12:00:00", "P4").replace(",,30.00", ",,29.00");
        batches.upload(ADYEN, less);
        batches.run();

        batches.run(PERIOD_LATER);

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("open");
    }

    @Test
    void what_is_wrong_with_files_is_aged_apart_from_what_explains_the_balance()
            throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "29.00") + payout("30.00"));

        assertThat(batches.report(batches.run()))
                .contains("\"brought_forward\":0,\"breaks\":2900")
                .contains("\"count\":1,\"amount\":2900,\"absolute\":2900,\"part\":\"balance\"")
                .contains("\"count\":1,\"amount\":-100,\"absolute\":100,\"part\":\"proof\"");
    }

    @Test
    void a_batch_between_two_is_awaited_then_a_break_and_gone_once_it_is_there()
            throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + payout("30.00"));
        batches.upload(ADYEN, ofBatch(5, "2026-11-20 12:00:00", "P5"));

        batches.run();
        assertThat(batches.statuses("FILE_INTEGRITY")).isEmpty();
        assertThat(batches.statuses("TIMING")).containsExactly("timing");

        var days =
                new Reconciler(
                        batches.fees,
                        batches.payouts,
                        batches.queries,
                        batches.runs,
                        at("2026-11-24T09:00:00Z"));
        days.run(LedgerFixture.TENANT, "adyen", PERIOD);
        assertThat(batches.statuses("FILE_INTEGRITY")).containsExactly("open");
        assertThat(batches.statuses("TIMING")).containsExactly("resolved");

        batches.upload(ADYEN, ofBatch(4, "2026-11-20 11:00:00", "P4"));
        days.run(LedgerFixture.TENANT, "adyen", PERIOD_AFTER);
        assertThat(batches.statuses("FILE_INTEGRITY")).containsExactly("resolved");
    }

    /** It was there on the evening of the day: nobody lacked anything then. */
    @Test
    void a_batch_that_is_lacking_since_a_later_day_is_not_in_the_report_of_this_one()
            throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + payout("30.00"));
        batches.upload(ADYEN, ofBatch(5, "2026-11-21 12:00:00", "P5"));

        assertThat(batches.report(batches.run())).contains("\"missing_batches\":[]");
        assertThat(batches.report(batches.run(PERIOD_AFTER))).contains("\"missing_batches\":[4]");
    }

    /** What was booked before the batch that is lacking may be in it. */
    @Test
    void a_charge_waits_as_long_as_the_batch_it_may_be_in() throws IOException {
        batches.captured("2026-11-20T10:00:00Z");
        batches.upload(ADYEN, ofBatch(3, "2026-11-20 08:00:00", "P3"));
        batches.upload(ADYEN, ofBatch(5, "2026-11-21 12:00:00", "P5"));
        var patient =
                new ComparisonQueries(
                        batches.ledger.database.dataSource(),
                        new Windows(Duration.ofDays(3), Duration.ofDays(9), 2));
        var clock = at("2026-11-27T09:00:00Z");

        new Reconciler(batches.fees, batches.payouts, patient, batches.runs, clock)
                .run(LedgerFixture.TENANT, "adyen", PERIOD);
        assertThat(batches.codesOfLedger()).containsOnly("TIMING");

        batches.upload(ADYEN, ofBatch(4, "2026-11-20 11:00:00", "P4"));
        new Reconciler(batches.fees, batches.payouts, patient, batches.runs, clock)
                .run(LedgerFixture.TENANT, "adyen", PERIOD);
        assertThat(batches.codesOfLedger()).contains("MISSING_AT_PROVIDER");
    }
}
