package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.BatchLedger.ADYEN;
import static io.truebook.api.reconciliation.BatchLedger.DIED;
import static io.truebook.api.reconciliation.BatchLedger.HEADER;
import static io.truebook.api.reconciliation.BatchLedger.payout;
import static io.truebook.api.reconciliation.BatchLedger.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs over the files of batches, which are the only ones to tell of their payouts. */
@Tag("database")
class BatchRunDbTest {

    private final BatchLedger batches = new BatchLedger();

    @AfterEach
    void stop() {
        batches.close();
    }

    @Test
    void a_payout_left_unbooked_by_a_crash_is_booked_by_the_run() throws IOException {
        batches.upload(DIED, HEADER + sale("P1", "30.00") + payout("30.00"));

        batches.run();

        assertThat(batches.ledger.posted("provider:adyen:in_transit")).isEqualTo(3_000);
    }

    @Test
    void a_batch_that_is_neither_paid_out_nor_carried_over_is_told() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00"));

        assertThat(batches.report(batches.run()))
                .contains("PAYOUT_MISMATCH", "batch-3-EUR", "\"difference\":3000");
    }

    @Test
    void a_payout_of_nothing_is_told() throws IOException {
        batches.upload(ADYEN, HEADER + payout("30.00"));

        assertThat(batches.report(batches.run()))
                .contains("PAYOUT_MISMATCH", "batch-3-EUR", "\"difference\":-3000");
    }

    @Test
    void a_batch_that_adds_up_is_proved_once_its_end_is_there() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00") + sale("P2", "5.00") + payout("35.00"));

        assertThat(batches.report(batches.run()))
                .contains("batch-3-EUR")
                .doesNotContain("PAYOUT_MISMATCH");
    }

    /** A crash came before the first file's fees; by now its row counts no more. */
    @Test
    void the_fee_of_a_superseded_row_is_not_booked() {
        var charge = batches.ledger.charge(3_000, CaptureMode.AUTOMATIC);
        var sale = sale("P1", "30.00").replace("ch_x", charge);
        var first = HEADER + sale.replace(",30.00,,,,,3", ",29.00,1.00,,,,3") + payout("29.00");
        var id = batches.keep(first);
        batches.keep(HEADER + sale + payout("30.00"));

        var unbooked = new UnbookedFees(batches.ledger.database.dataSource());

        assertThat(unbooked.of(LedgerFixture.TENANT, "adyen", id, 0, 10)).isEmpty();
    }
}
