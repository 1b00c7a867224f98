package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.payment.TransactionMark;
import io.truebook.ledger.reconciliation.RepairStep;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Repairs of a ledger that was set back to an earlier state, on real PostgreSQL. */
@Tag("database")
class RestoredRepairsDbTest extends RepairingLedger {

    @Test
    void nothing_is_repaired_before_the_ledger_has_caught_up() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        catchingUp();
        worker = worker();
        work();
        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("open");

        ledger.jdbc.sql("update truebook.catch_up set finished_at = now()").update();
        ledger.jdbc.sql("update truebook.reconciliation_break set judge_after = null").update();
        worker = worker();
        work();

        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("resolved");
    }

    @Test
    void what_had_reached_the_provider_is_not_sent_again() throws IOException {
        aChargeSettledTwice();
        approve("ann");
        lost(the("DUPLICATE_AT_PROVIDER").id() + ":refund_duplicate:1");
        worker = worker();
        work();

        assertThat(events("refund-requested")).isZero();
        assertThat(events("repair-failed")).isEqualTo(1);
        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("open");
    }

    private void catchingUp() {
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.catch_up (tenant, connection, since, cause,
                            journal_index, detail, started_at)
                        values ('default', 'stripe', now(), 'command', 0, 'restored', now())
                        """)
                .update();
    }

    /** The provider has an object that bears the mark of this repair's transaction. */
    private void lost(String transactionId) {
        catchingUp();
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.lost_operation (connection, object_id, kind, tenant,
                            operation_id, transaction_mark, provider_status, created_at, found_at,
                            catch_up_id)
                        select 'stripe', 're_lost', 'refund', :tenant, 're_1', :mark, 'succeeded',
                            now(), now(), catch_up_id from truebook.catch_up
                        """)
                .param("tenant", LedgerFixture.TENANT)
                .param(
                        "mark",
                        TransactionMark.of(LedgerFixture.TENANT, RepairStep.ORIGIN, transactionId))
                .update();
        ledger.jdbc.sql("update truebook.catch_up set finished_at = now()").update();
    }
}
