package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.reconciliation.RepairKind;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider charges for the account and not for a payment: by the month, by the look-up. */
@Tag("database")
class AccountFeesDbTest extends RepairingLedger {

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

    /** A fee on the fee is of no payment either: people decide, and nothing is booked twice. */
    @Test
    void are_not_booked_again_where_people_have_booked_them_otherwise() throws IOException {
        var plain = SettledDay.row("txn_1", "-1.23", "fee", "sub_1", "");
        day.upload(plain.replace("-1.23,0.00,-1.23", "-1.23,0.10,-1.33"));
        assertThat(day.reconciled().breaks()).isOne();
        propose("ann", RepairKind.PARK);
        approve("bob");
        work();

        day.upload(plain);

        assertThat(ledger.posted("provider:stripe:fees")).isZero();
        assertThat(ledger.posted("suspense:stripe")).isEqualTo(133);
    }

    @Test
    void are_a_mismatch_where_a_later_file_says_another_amount() throws IOException {
        day.upload(SettledDay.row("txn_1", "-1.23", "fee", "sub_1", ""));
        day.upload(SettledDay.row("txn_1", "-1.50", "fee", "sub_1", ""));

        assertThat(day.reconciled().breaks()).isOne();
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(123);
    }
}
