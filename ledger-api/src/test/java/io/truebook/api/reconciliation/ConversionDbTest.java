package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Money settled in another currency: converted once, by whoever tells of it first. */
@Tag("database")
class ConversionDbTest extends RepairingLedger {

    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
                    + "customer_facing_amount,customer_facing_currency,"
                    + "\"payment_metadata[truebook_operation]\"\n";

    private String aCapturedCharge() {
        var charge = ledger.charge(1_999, CaptureMode.AUTOMATIC);
        tell(charge, captured("ch_prov", 1_999), "webhook");
        return charge;
    }

    private static String file(String charge, String dollars) {
        return HEADER
                + "txn_1,2026-11-20 12:00:00,usd,%s,0.00,%s,charge,ch_prov,19.99,eur,%s\n"
                        .formatted(dollars, dollars, charge);
    }

    private void toldByItsBalanceTransaction(String charge) {
        var source = FactSource.first("stripe", "txn_1", "pi_1", NOON);
        var euros = Money.of(1_999, "EUR");
        tell(charge, new ProviderFact.Converted(source, euros, Money.of(2_199, "USD")), "webhook");
    }

    private long dollars(String account) {
        return ledger.jdbc
                .sql(
                        """
                        select coalesce(sum(b.posted_debits - b.posted_credits), 0)
                        from truebook.account_balance b
                        join truebook.account a using (account_id)
                        where a.name = ? and b.currency = 'USD'
                        """)
                .param(account)
                .query(Long.class)
                .single();
    }

    @Test
    void a_file_converts_what_nobody_told_of_once_and_both_sides_agree() throws IOException {
        var charge = aCapturedCharge();

        day.fetched(file(charge, "21.99"));
        day.fetched(file(charge, "21.99") + "\n");

        assertThat(day.reconciled().breaks()).isZero();
        assertThat(events("funds-converted")).isEqualTo(1);
        assertThat(ledger.posted("provider:stripe:clearing")).isZero();
        assertThat(ledger.posted("platform:fx_position")).isEqualTo(1_999);
        assertThat(dollars("provider:stripe:clearing")).isEqualTo(2_199);
        assertThat(dollars("platform:fx_position")).isEqualTo(-2_199);
    }

    @Test
    void what_the_balance_transaction_told_is_not_converted_again_by_the_file() throws IOException {
        var charge = aCapturedCharge();
        toldByItsBalanceTransaction(charge);

        day.fetched(file(charge, "21.99"));
        toldByItsBalanceTransaction(charge);

        assertThat(events("funds-converted")).isEqualTo(1);
        assertThat(day.reconciled().breaks()).isZero();
    }

    @Test
    void a_file_that_comes_before_the_capture_is_converted_by_the_run_after_it()
            throws IOException {
        var charge = ledger.charge(1_999, CaptureMode.AUTOMATIC);
        day.fetched(file(charge, "21.99"));
        assertThat(events("funds-converted")).isZero();

        tell(charge, captured("ch_prov", 1_999), "webhook");

        assertThat(day.reconciled().breaks()).isZero();
        assertThat(events("funds-converted")).isEqualTo(1);
    }

    @Test
    void a_cent_of_rounding_is_booked_by_itself_and_the_next_run_agrees() throws IOException {
        var charge = aCapturedCharge();
        toldByItsBalanceTransaction(charge);
        day.fetched(file(charge, "22.00"));
        assertThat(day.reconciled().breaks()).isEqualTo(1);

        work();

        assertThat(the("FX_DIFFERENCE").status()).isEqualTo("resolved");
        assertThat(dollars("platform:fx_result")).isEqualTo(-1);
        assertThat(dollars("provider:stripe:clearing")).isEqualTo(2_200);
        assertThat(day.reconciled().breaks()).isZero();
    }

    @Test
    void more_than_a_rate_makes_of_it_waits_for_people() throws IOException {
        var charge = aCapturedCharge();
        toldByItsBalanceTransaction(charge);
        day.fetched(file(charge, "24.00"));
        day.reconciled();

        work();

        assertThat(the("FX_DIFFERENCE").status()).isEqualTo("open");
        assertThat(dollars("platform:fx_result")).isZero();
    }
}
