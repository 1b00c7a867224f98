package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Money goes back in parts or whole, at once or later, and sometimes returns. */
@Tag("database")
class SimulatorRefundTest {
    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() throws Exception {
        simulator = new SimulatorFixture();
        simulator.control("POST", "/settings", "{\"refund_delay_ms\": 20}");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static Refund refund(PaymentIntent payment, Long amount) throws StripeException {
        String operation = anOperation();
        return simulator
                .stripe()
                .v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(payment.getId())
                                .setAmount(amount)
                                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                                .putMetadata("truebook_operation", operation)
                                .addExpand("balance_transaction")
                                .build(),
                        key(operation));
    }

    private static PaymentIntent paidWith(String method) throws StripeException {
        String operation = anOperation();
        return simulator
                .stripe()
                .v1()
                .paymentIntents()
                .create(payment(operation, 1000, method).build(), key(operation));
    }

    @Test
    void gives_back_a_part_then_exactly_the_rest() throws Exception {
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

        Refund part = refund(payment, 300L);
        Refund rest = refund(payment, null);

        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(part.getBalanceTransactionObject().getAmount()).isEqualTo(-300);
        assertThat(rest.getAmount()).isEqualTo(700);
        assertThatThrownBy(() -> refund(payment, null))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("charge_already_refunded"));
        var listed =
                simulator
                        .stripe()
                        .v1()
                        .refunds()
                        .list(
                                RefundListParams.builder()
                                        .setCharge(payment.getLatestCharge())
                                        .build());
        assertThat(listed.getData())
                .extracting(Refund::getId)
                .containsExactly(rest.getId(), part.getId());
    }

    @Test
    void refuses_more_than_the_rest() throws Exception {
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        refund(payment, 300L);

        assertThatThrownBy(() -> refund(payment, 701L))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("greater than unrefunded amount");
    }

    @Test
    void refuses_an_unknown_charge_and_a_hold() throws Exception {
        PaymentIntent hold = simulator.aHold(anOperation(), 1000);
        var unknown = RefundCreateParams.builder().setCharge("ch_nobody").build();

        assertThatThrownBy(() -> refund(hold, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("does not have a successful charge");
        assertThatThrownBy(() -> simulator.stripe().v1().refunds().create(unknown))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("resource_missing"));
    }

    @Test
    void raced_by_many_never_gives_back_more_than_was_taken() throws Exception {
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts =
                    IntStream.range(0, 20)
                            .<Callable<Long>>mapToObj(_ ->
                                    () -> {
                                        try {
                                            return refund(payment, 150L).getAmount();
                                        } catch (InvalidRequestException e) {
                                            return 0L;
                                        }
                                    })
                            .toList();

            long given = 0;
            for (var attempt : threads.invokeAll(attempts)) {
                given += attempt.get();
            }

            assertThat(given).isEqualTo(900);
        }
    }

    @Test
    void stays_pending_then_arrives() throws Exception {
        PaymentIntent payment = paidWith("pm_card_pendingRefund");

        Refund refund = refund(payment, 400L);

        assertThat(refund.getStatus()).isEqualTo("pending");
        assertThat(refund.getBalanceTransaction()).isNull();
        var updated = simulator.receiver.await("refund.updated", refund.getId());
        assertThat(updated.getData().getPreviousAttributes()).containsEntry("status", "pending");
        assertThat(simulator.stripe().v1().refunds().retrieve(refund.getId()).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void succeeds_then_comes_back() throws Exception {
        PaymentIntent payment = paidWith("pm_card_refundFail");

        Refund refund = refund(payment, 400L);

        assertThat(refund.getStatus()).isEqualTo("succeeded");
        simulator.receiver.await("refund.failed", refund.getId());
        Refund failed = simulator.stripe().v1().refunds().retrieve(refund.getId());
        assertThat(failed.getFailureReason()).isEqualTo("expired_or_canceled_card");
        var back =
                simulator
                        .stripe()
                        .v1()
                        .balanceTransactions()
                        .retrieve(failed.getFailureBalanceTransaction());
        assertThat(back.getAmount()).isEqualTo(400);
        assertThat(
                        simulator
                                .stripe()
                                .v1()
                                .charges()
                                .retrieve(payment.getLatestCharge())
                                .getAmountRefunded())
                .isZero();
    }

    @Test
    void a_pending_one_can_be_canceled() throws Exception {
        simulator.control("POST", "/settings", "{\"refund_delay_ms\": 60000}");
        PaymentIntent payment = paidWith("pm_card_pendingRefund");
        Refund refund = refund(payment, 400L);
        simulator.control("POST", "/settings", "{\"refund_delay_ms\": 20}");

        Refund canceled = simulator.stripe().v1().refunds().cancel(refund.getId());

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(refund(payment, null).getAmount()).isEqualTo(1000);
    }
}
