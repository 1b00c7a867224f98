package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.RepairStep;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the provider took twice is given back once, and only while both are there. */
@Tag("database")
class SecondChargeDbTest extends RepairingLedger {

    @Test
    void a_second_charge_of_one_operation_is_booked_and_refunded_when_a_person_agrees()
            throws IOException {
        var charge = aChargeSettledTwice();
        var found = the("DUPLICATE_AT_PROVIDER");
        assertThat(found.status()).isEqualTo("proposed");

        approve("ann");
        work();
        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("applying");
        var refund = RepairStep.refundId(found.id(), 1);
        var source = FactSource.first("stripe", "re_prov", "pi_1", NOON);
        tell(
                charge,
                new ProviderFact.RefundSucceeded(source, refund, Money.of(10_000, "EUR")),
                "webhook");
        due();
        work();

        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("resolved");
        assertThat(events("refund-requested")).isEqualTo(1);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-10_000);
    }

    @Test
    void a_second_charge_of_a_file_that_somebody_uploaded_is_proposed_by_nobody_but_people()
            throws IOException {
        day.upload(twice(aTakenCharge()));
        day.reconciled();

        work();

        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("open");
        assertThat(events("repair-proposed")).isZero();
    }

    @Test
    void a_second_charge_that_is_booked_and_not_refunded_stays_open() throws IOException {
        var charge = aChargeSettledTwice();
        var found = the("DUPLICATE_AT_PROVIDER");
        approve("ann");
        work();
        // Booked on both sides, and not given back yet.
        assertThat(day.reconciled().breaks()).isEqualTo(1);
        var source = FactSource.first("stripe", "re_prov", "pi_1", NOON);
        var failure = new Failure("declined", null, "No");
        var refund = RepairStep.refundId(found.id(), 1);
        tell(
                charge,
                new ProviderFact.RefundFailed(source, refund, Money.of(10_000, "EUR"), failure),
                "webhook");
        due();
        work();
        day.reconciled();

        assertThat(events("repair-failed")).isEqualTo(1);
        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("open");
    }

    @Test
    void nothing_is_refunded_once_the_payer_has_one_of_the_two_back() throws IOException {
        var charge = aChargeSettledTwice();
        approve("ann");
        refunded(charge);

        work();

        assertThat(events("refund-requested")).isEqualTo(1);
        assertThat(events("repair-failed")).isEqualTo(1);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-10_000);
    }

    @Test
    void nobody_approves_a_refund_once_the_payer_has_one_of_the_two_back() throws IOException {
        var charge = aChargeSettledTwice();
        refunded(charge);

        assertThatThrownBy(() -> approve("ann"))
                .isInstanceOf(CommandRejected.class)
                .extracting("reason")
                .isEqualTo(Rejection.REPAIR_OUTDATED);
    }

    /** By support, who has seen the second charge first. */
    private void refunded(String charge) {
        var refund = ledger.refund(charge, 10_000);
        var source = FactSource.first("stripe", "re_support", "pi_1", NOON);
        tell(
                charge,
                new ProviderFact.RefundSucceeded(source, refund, Money.of(10_000, "EUR")),
                "webhook");
    }

    @Test
    void nothing_is_refunded_once_the_other_capture_was_given_up() throws IOException {
        var charge = aChargeSettledTwice();
        approve("ann");
        var source = FactSource.first("stripe", "ch_prov", "pi_1", NOON);
        var failure = new Failure("returned", null, "No money came");
        tell(charge, new ProviderFact.ChargeFailed(source, failure), "webhook");

        work();

        assertThat(events("refund-requested")).isZero();
        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Captured.class);
        assertThat(events("repair-failed")).isEqualTo(1);
    }
}
