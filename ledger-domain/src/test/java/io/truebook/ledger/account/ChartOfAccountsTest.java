package io.truebook.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartOfAccountsTest {

    @ParameterizedTest
    @CsvSource({
        "provider:stripe:clearing, DEBIT",
        "provider:stripe-eu:reserve, DEBIT",
        "provider:stripe:in_transit, DEBIT",
        "provider:stripe:disputes, DEBIT",
        "provider:stripe:fees, DEBIT",
        "provider:stripe:refunds_pending, CREDIT",
        "merchant:m-1:payable, CREDIT",
        "merchant:M_1.x:payout_in_transit, CREDIT",
        "suspense:stripe, CREDIT",
        "platform:bank, DEBIT",
        "platform:losses, DEBIT",
        "platform:revenue, CREDIT",
        "platform:gains, CREDIT",
    })
    void gives_every_account_its_normal_side(String name, Side side) {
        assertThat(new AccountName(name).line().normalSide()).isEqualTo(side);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "platform",
                "platform:",
                "platform:bank:",
                ":platform:bank",
                "platform:Bank",
                "provider::clearing",
                "provider:clearing",
                "provider:stripe",
                "provider:stripe:clearing:x",
                "provider:a:b:clearing",
                "provider:-a:clearing",
                "provider:a b:clearing",
                "merchant:m-1:clearing",
                "merchant:m\u00e9:payable",
                "merchant:m*:payable",
                "suspense:",
                "suspense:*",
            })
    void knows_no_other_name(String name) {
        assertThat(ChartOfAccounts.find(name)).isEmpty();
        assertThatThrownBy(() -> new AccountName(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takes_segments_of_one_to_64_characters() {
        assertThat(AccountName.isSegment("a")).isTrue();
        assertThat(AccountName.isSegment("0._-")).isTrue();
        assertThat(AccountName.isSegment("a".repeat(64))).isTrue();
        assertThat(AccountName.isSegment("a".repeat(65))).isFalse();
        assertThat(AccountName.isSegment("")).isFalse();
        assertThat(AccountName.isSegment(".a")).isFalse();
        assertThat(AccountName.isSegment("a:b")).isFalse();
        assertThat(AccountName.isSegment("a\n")).isFalse();
    }

    @Test
    void names_the_accounts_of_a_payment() {
        assertThat(AccountName.providerClearing("stripe")).hasToString("provider:stripe:clearing");
        assertThat(AccountName.providerFees("stripe")).hasToString("provider:stripe:fees");
        assertThat(AccountName.merchantPayable("m-1")).hasToString("merchant:m-1:payable");
        assertThat(AccountName.refundsPending("stripe"))
                .hasToString("provider:stripe:refunds_pending");
    }

    @Test
    void lets_a_chargeback_always_be_booked() {
        assertThat(AccountName.merchantPayable("m-1").line().floor()).isNull();
    }

    @Test
    void has_each_kind_of_account_once() {
        assertThat(ChartOfAccounts.lines())
                .extracting(ChartOfAccounts.Line::pattern)
                .doesNotHaveDuplicates();
    }
}
