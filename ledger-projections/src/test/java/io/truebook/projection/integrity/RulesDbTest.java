package io.truebook.projection.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.ChargeTerms;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.payment.PaymentJournal;
import io.truebook.projection.store.TransactionKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that fit together in every form, and that no rule of the ledger would have let happen. */
@Tag("database")
class RulesDbTest {

    private static final String CHARGE = "ch_1";
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Parties PARTIES = new Parties("m-1", "stripe");
    private static final Answered ANSWERED = new Answered(List.of(), List.of());
    private static final Money EUR_20 = Money.of(2_000, "EUR");
    private static final Money NOTHING = Money.of(0, "EUR");

    private final PaymentJournal journal = new PaymentJournal(TamperedJournal::references);

    @AfterEach
    void drop() {
        journal.close();
    }

    @Test
    void what_is_open_stands_open_on_the_accounts() throws SQLException {
        journal.append(requested(), captured(), refund("re_1", 1_500));
        journal.append(refund("re_2", 500));

        assertSound();
    }

    @Test
    void a_refund_of_more_than_is_left() throws SQLException {
        journal.append(requested(), captured(), refund("re_1", 1_500));
        journal.append(refund("re_2", 501));

        assertFound("refunds", 4, "asks for a refund of 501; 500 was left of ch_1");
    }

    @Test
    void a_refund_that_nobody_wanted() throws SQLException {
        journal.append(requested(), captured());
        journal.append(new TransactionKey("default", "sys:saga", "x"), refund("re_1", 1));

        assertFound("money-out", 3, "no client and no approval says so");
    }

    @Test
    void a_refund_of_a_repair_that_nobody_approved() throws SQLException {
        journal.append(requested(), captured());
        journal.append(
                new TransactionKey("default", RepairStep.ORIGIN, "brk_1:refund_duplicate:1"),
                refund("re_1", 1));

        assertFound("money-out", 3, "no client and no approval says so");
    }

    @Test
    void a_hold_that_its_payment_no_longer_has() throws SQLException {
        journal.append(requested(), authorized());
        assertSound();

        journal.append(failed(NOTHING));

        assertFound("items", 2, "hold of provider:stripe:clearing, ch_1: -2000 EUR stands open");
    }

    @Test
    void a_hold_that_is_released_with_its_payment() throws SQLException {
        journal.append(requested(), authorized());
        journal.append(failed(EUR_20));

        assertSound();
    }

    @Test
    void a_payment_that_nobody_asked_for() throws SQLException {
        journal.append(authorized());

        assertFound("sequences", 1, "charge-authorized, begins ch_1; expected charge-requested");
    }

    private void assertSound() throws SQLException {
        assertThat(verify().difference()).isEmpty();
    }

    private void assertFound(String check, long position, String words) throws SQLException {
        assertThat(verify().difference())
                .hasValueSatisfying(found -> {
                    assertThat(found.message()).contains(words);
                    assertThat(found.check()).isEqualTo(check);
                    assertThat(found.journalPosition()).isEqualTo(position);
                });
    }

    private IntegrityReport verify() throws SQLException {
        return new IntegrityCheck(
                        journal.database.dataSource(), journal.json, PaymentEvents::booking)
                .run();
    }

    private static PaymentEvent requested() {
        var terms =
                new ChargeTerms(
                        "default",
                        TransactionId.ofClient("order-1"),
                        EUR_20,
                        "m-1",
                        "stripe",
                        "pm_card_visa",
                        CaptureMode.AUTOMATIC,
                        null,
                        1);
        return new PaymentEvent.ChargeRequested(CHARGE, AT, terms, Personal.NONE);
    }

    private static PaymentEvent authorized() {
        return new PaymentEvent.ChargeAuthorized(
                CHARGE, AT, evidence("authorized"), ANSWERED, PARTIES, EUR_20, false);
    }

    private static PaymentEvent captured() {
        return new PaymentEvent.ChargeCaptured(
                CHARGE, AT, evidence("captured"), ANSWERED, PARTIES, EUR_20, NOTHING, false);
    }

    private static PaymentEvent failed(Money released) {
        return new PaymentEvent.ChargeFailed(
                CHARGE,
                AT,
                evidence("failed"),
                ANSWERED,
                PARTIES,
                released,
                new Failure("declined", null, null));
    }

    private static PaymentEvent refund(String id, long minor) {
        return new PaymentEvent.RefundRequested(
                CHARGE,
                AT,
                id,
                TransactionId.ofClient("back-" + id),
                PARTIES,
                Money.of(minor, "EUR"),
                Personal.NONE);
    }

    private static Evidence evidence(String kind) {
        return new Evidence("stripe|pi_1|" + kind + "|1", "pi_1", null, AT, AT, "webhook");
    }
}
