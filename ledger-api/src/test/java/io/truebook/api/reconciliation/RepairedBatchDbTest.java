package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.BatchLedger.ADYEN;
import static io.truebook.api.reconciliation.BatchLedger.HEADER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_AFTER;
import static io.truebook.api.reconciliation.BatchLedger.PERIOD_LATER;
import static io.truebook.api.reconciliation.BatchLedger.payout;
import static io.truebook.api.reconciliation.BatchLedger.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RepairKind;
import java.io.IOException;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A repair of a row that a corrected file of its batch leaves out afterwards. */
@Tag("database")
class RepairedBatchDbTest extends RepairingLedger {

    private final BatchLedger batches = new BatchLedger(ledger);

    @Test
    void what_was_parked_for_it_is_to_be_taken_back() throws IOException {
        batches.upload(ADYEN, HEADER + sale("P1", "30.00").replace("ch_x", "") + payout("30.00"));
        batches.run();
        var parked = theUnbooked().id();
        propose("ann", RepairKind.PARK);
        var at = SettledDay.NEXT_DAY.instant();
        decide("bob", new ApproveRepair(parked, "bob", null, null, facts(parked), at));
        work();
        assertThat(batches.run(PERIOD_AFTER).breaks()).isZero();

        batches.upload(ADYEN, HEADER + sale("P2", "5.00") + payout("5.00"));
        batches.run(PERIOD_LATER);
        var day = BatchLedger.DAY.plusDays(6);
        batches.run(Period.ofDays(day, day, ZoneOffset.UTC));

        assertThat(batches.breaks())
                .filteredOn(found -> found.object().equals(parked))
                .filteredOn(found -> found.status().equals("open"))
                .extracting("code", "amountMinor")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("MISSING_AT_PROVIDER", -3_000L));
    }
}
