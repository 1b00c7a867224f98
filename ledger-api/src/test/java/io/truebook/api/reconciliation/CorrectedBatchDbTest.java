package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.BatchLedger.ADYEN;
import static io.truebook.api.reconciliation.BatchLedger.HEADER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_AFTER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_LATER;
import static io.truebook.api.reconciliation.BatchLedger.payout;
import static io.truebook.api.reconciliation.BatchLedger.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that a corrected file of a batch leaves out, after a run has counted them. */
@Tag("database")
class CorrectedBatchDbTest {

    private static final String AT_NINE = "2026-11-20T08:00:00Z";

    private final BatchLedger batches = new BatchLedger();

    @AfterEach
    void stop() {
        batches.close();
    }

    @Test
    void a_charge_whose_row_is_left_out_waits_again_and_is_missing_in_the_end() throws IOException {
        var charge = batches.captured(AT_NINE);
        batches.upload(ADYEN, HEADER + saleOf(charge) + sale("P2", "5.00") + payout("35.00"));
        assertThat(batches.run().matched()).isEqualTo(2); // And the payout.

        batches.upload(ADYEN, HEADER + sale("P2", "5.00") + payout("5.00"));
        var after = batches.run(PERIOD_AFTER);
        assertThat(batches.codesOfLedger()).contains("TIMING");
        assertThat(batches.report(after))
                .contains("\"brought_forward\":-3000")
                .contains("\"since\":{\"ledger\":0,\"provider\":0}")
                .contains("\"unexplained\":{\"ledger\":0,\"provider\":0}");

        batches.run(PERIOD_LATER);
        assertThat(batches.breaks())
                .filteredOn(found -> found.status().equals("open"))
                .filteredOn(found -> found.object().equals(charge))
                .extracting(BreakRow::code, BreakRow::amountMinor)
                .containsExactly(tuple("MISSING_AT_PROVIDER", -3_000L));
    }

    @Test
    void a_fee_whose_row_is_left_out_is_missing_in_the_end() throws IOException {
        var charge = batches.captured(AT_NINE);
        var withFee = saleOf(charge).replace(",30.00,,,,,3", ",29.00,1.00,,,,3");
        batches.upload(ADYEN, HEADER + withFee + sale("P2", "5.00") + payout("34.00"));
        batches.run();

        batches.upload(ADYEN, HEADER + sale("P2", "5.00") + payout("5.00"));
        batches.run(PERIOD_AFTER);
        batches.run(PERIOD_LATER);

        assertThat(batches.breaks())
                .filteredOn(found -> found.code().equals("MISSING_AT_PROVIDER"))
                .filteredOn(found -> found.status().equals("open"))
                .extracting(BreakRow::leg)
                .containsExactlyInAnyOrder("settlement", "fee");
    }

    @Test
    void a_payout_that_is_left_out_is_looked_at_again() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + payout("30.00"));
        batches.run();

        batches.upload(ADYEN, HEADER + sale("P1", "30.00"));
        batches.run(PERIOD_AFTER);

        assertThat(batches.statuses("PAYOUT_MISMATCH")).containsExactly("open");
        assertThat(batches.codesOfLedger()).contains("TIMING");
    }

    @Test
    void a_reserve_whose_row_is_left_out_waits_again_and_is_missing_in_the_end()
            throws IOException {
        var reserve = sale("P1", "30.00").replace("Settled", "ReserveAdjustment");
        batches.upload(ADYEN, HEADER + reserve + sale("P2", "5.00") + payout("35.00"));
        batches.run();
        assertThat(batches.codesOfLedger()).isEmpty();

        batches.upload(ADYEN, HEADER + sale("P2", "5.00") + payout("5.00"));
        batches.run(PERIOD_AFTER);
        assertThat(batches.codesOfLedger()).contains("TIMING");

        batches.run(PERIOD_LATER);
        assertThat(batches.codesOfLedger()).contains("MISSING_AT_PROVIDER");
    }

    @Test
    void a_row_of_nobody_that_is_left_out_is_no_break_any_more() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + sale("P2", "5.00") + payout("35.00"));
        batches.run();

        batches.upload(ADYEN, HEADER + sale("P2", "5.00") + payout("5.00"));
        batches.run(PERIOD_AFTER);

        assertThat(batches.breaks())
                .filteredOn(found -> "P1".equals(found.providerReference()))
                .extracting(BreakRow::status)
                .containsExactly("resolved");
    }

    private static String saleOf(String charge) {
        return BatchLedger.sale("psp-" + charge, "30.00").replace("ch_x", charge);
    }
}
