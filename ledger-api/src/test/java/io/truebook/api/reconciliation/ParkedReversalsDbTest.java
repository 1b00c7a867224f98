package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NOON;
import static io.truebook.api.reconciliation.SettledDay.lineOf;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.RepairKind;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that take money back, of which no callback came, or one that came late. */
@Tag("database")
class ParkedReversalsDbTest extends RepairingLedger {

    private static final Money EUR_100 = Money.of(10_000, "EUR");
    private static final Failure NO = new Failure("declined", null, "No");

    @Test
    void a_failure_of_what_was_captured_can_be_parked() throws IOException {
        aSettledCharge("charge_failure", "-100.00", "ch_prov");

        propose("ann", RepairKind.PARK);
        approve("bob");
        work();

        assertThat(ledger.posted("suspense:stripe")).isEqualTo(10_000);
        assertThat(day.reconciled().breaks()).isZero();
    }

    @Test
    void a_failure_that_is_told_before_it_is_approved_is_not_parked() throws IOException {
        var charge = aSettledCharge("charge_failure", "-100.00", "ch_prov");
        propose("ann", RepairKind.PARK);
        var source = FactSource.first("stripe", "ch_prov", "pi_1", NOON);
        tell(charge, new ProviderFact.ChargeFailed(source, NO), "webhook");

        assertOutdated();
    }

    @Test
    void a_dispute_that_is_told_before_it_is_approved_is_not_parked() throws IOException {
        var charge = aSettledCharge("dispute", "-100.00", "dp_1");
        propose("ann", RepairKind.PARK);
        var source = FactSource.first("stripe", "dp_1", "pi_1", NOON);
        tell(charge, new ProviderFact.DisputeFundsWithdrawn(source, EUR_100), "webhook");

        assertOutdated();
    }

    /** The first round is booked, and says nothing of the second. */
    @Test
    void a_dispute_that_takes_the_money_a_second_time_is_known_by_its_own_round()
            throws IOException {
        var charge = aSettledCharge("dispute", "-100.00", "dp_1");
        var first = FactSource.first("stripe", "dp_1", "pi_1", NOON);
        var second = new FactSource("stripe", "dp_1", "pi_1", NOON, 2);
        day.fetched(
                row("txn_2", "-100.00", "dispute", "dp_1", charge)
                        + lineOf("txn_3", "-100.00", "dispute", "dp_1", charge));
        day.reconciled();

        tell(charge, new ProviderFact.DisputeFundsWithdrawn(first, EUR_100), "webhook");
        assertThat(isKnown("txn_2")).isTrue();
        assertThat(isKnown("txn_3")).isFalse();
        tell(charge, new ProviderFact.DisputeFundsWithdrawn(second, EUR_100), "webhook");
        assertThat(isKnown("txn_3")).isTrue();
    }

    /** A charge both sides have, and what took its money back in the provider's file alone. */
    private String aSettledCharge(String category, String amount, String object)
            throws IOException {
        var charge = aTakenCharge();
        day.fetched(
                row("txn_1", "100.00", "charge", "ch_prov", charge)
                        + lineOf("txn_2", amount, category, object, charge));
        day.reconciled();
        return charge;
    }

    private boolean isKnown(String transaction) {
        var id =
                ledger.jdbc
                        .sql(
                                """
                                select break_id from truebook.reconciliation_break
                                where balance_transaction_id = ? and code = 'MISSING_IN_LEDGER'
                                """)
                        .param(transaction)
                        .query(String.class)
                        .single();
        return facts(id).ours().bearing().known();
    }

    private void assertOutdated() {
        assertThatThrownBy(() -> approve("bob"))
                .isInstanceOf(CommandRejected.class)
                .extracting("reason")
                .isEqualTo(Rejection.REPAIR_OUTDATED);
        work();
        assertThat(ledger.posted("suspense:stripe")).isZero();
    }
}
