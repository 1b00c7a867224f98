package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider charges for the account and not for a payment: by the month, by the look-up. */
@Tag("database")
class AccountFeesDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDay day = new SettledDay(ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fee", "network_cost", "tax"})
    void are_booked_from_their_row_once_and_make_no_break(String category) throws IOException {
        var fee = SettledDay.row("txn_1", "-1.23", category, "sub_1", "");
        day.upload(fee);
        day.upload(fee + "\n");

        var run = day.reconciled();

        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(123);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(-123);
        assertThat(run.matched()).isOne();
        assertThat(run.breaks()).isZero();
    }

    @Test
    void come_back_when_they_are_given_back() throws IOException {
        day.upload(
                SettledDay.row("txn_1", "-1.23", "fee", "sub_1", "")
                        + SettledDay.lineOf("txn_2", "1.23", "fee", "sub_1", ""));

        var run = day.reconciled();

        assertThat(ledger.posted("provider:stripe:fees")).isZero();
        assertThat(run.breaks()).isZero();
    }

    @Test
    void are_a_mismatch_where_a_later_file_says_another_amount() throws IOException {
        day.upload(SettledDay.row("txn_1", "-1.23", "fee", "sub_1", ""));
        day.upload(SettledDay.row("txn_1", "-1.50", "fee", "sub_1", ""));

        assertThat(day.reconciled().breaks()).isOne();
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(123);
    }
}
