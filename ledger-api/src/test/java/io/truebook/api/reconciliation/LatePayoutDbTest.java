package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A payout that its day's file has shown, and whose own file comes after the run of that day. */
@Tag("database")
class LatePayoutDbTest {

    private static final String COLUMNS =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
                    + "source_id,automatic_payout_id";

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDays books = new SettledDays(ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void it_is_proved_by_the_next_run() {
        itsDay();
        payoutFile("30.00");

        var next = new String(books.report(books.reconciled(day(21))), StandardCharsets.UTF_8);

        assertThat(next)
                .contains("\"id\":\"po_1\",\"currency\":\"EUR\",\"amount\":3000,\"rows\":1")
                .doesNotContain("PAYOUT_MISMATCH");
    }

    @Test
    void it_is_a_break_where_its_rows_come_to_something_else() {
        itsDay();
        payoutFile("29.00");

        books.reconciled(day(21));

        assertThat(books.breaks("open")).contains("PAYOUT_MISMATCH po_1");
    }

    /** Its day has shown it already, and settled it: it is told again, and says the same. */
    @Test
    void what_it_contains_is_no_line_of_another_day() {
        books.uploadFile(
                COLUMNS + "\n" + "txn_1,2026-11-20 12:00:00,eur,30.00,0.00,30.00,charge,ch_x,\n");
        books.reconciled(day(20));
        books.uploadFile(
                "automatic_payout_id,"
                        + COLUMNS.replace(",automatic_payout_id", "\n")
                        + "po_1,txn_1,2026-11-20 12:00:00,eur,30.00,0.00,30.00,charge,ch_x\n");

        var next = new String(books.report(books.reconciled(day(21))), StandardCharsets.UTF_8);

        assertThat(next).contains("\"brought_forward\"").doesNotContain("\"code\":\"MATCHED\"");
    }

    private void itsDay() {
        books.uploadFile(
                COLUMNS + "\n" + "txn_0,2026-11-20 13:00:00,eur,-30.00,0.00,-30.00,payout,po_1,\n");
        books.reconciled(day(20));
    }

    private void payoutFile(String amount) {
        books.uploadFile(
                "automatic_payout_id,"
                        + COLUMNS.replace(",automatic_payout_id", "\n")
                        + "po_1,txn_1,2026-11-18 12:00:00,eur,%1$s,0.00,%1$s,charge,ch_x\n"
                                .formatted(amount));
    }
}
