package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.adyen.AdyenSettlementTest.read;
import static io.truebook.api.provider.adyen.AdyenSettlementTest.sale;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a row of a settlement report is known by. */
class AdyenSettlementKeyTest {

    @Test
    void one_payment_settled_in_two_currencies_is_two_rows() {
        var other =
                sale(
                        "Net Currency", "USD",
                        "Exchange Rate", "1.1",
                        "Net Credit (NC)", "10.00",
                        "Markup (NC)", "",
                        "Scheme Fees (NC)", "",
                        "Interchange (NC)", "");

        var rows = read(sale(), other);

        assertThat(rows)
                .extracting(line -> line.row().balanceTransactionId())
                .containsExactly("batch-12/PSP1/PSP1/Settled", "batch-12/PSP1/PSP1/Settled/USD");
    }
}
