package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.captureCharge;
import static io.truebook.ledger.payment.Payments.requestCharge;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.voidCharge;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.provider.CaptureMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** The wiring alone: every rule is proved in {@link PaymentTest}. */
class PaymentAggregateTest {

    private final AggregateTestFixture<PaymentAggregate> fixture =
            new AggregateTestFixture<>(PaymentAggregate.class);

    private final AtomicReference<Object> left = new AtomicReference<>();

    PaymentAggregateTest() {
        fixture.registerCommandHandlerInterceptor((unit, chain) -> {
            unit.onPrepareCommit(u -> left.set(u.root().resources().get(Payment.RESOURCE)));
            return chain.proceed();
        });
    }

    @Test
    void opens_a_charge() {
        var command = requestCharge(CaptureMode.AUTOMATIC);

        fixture.givenNoPriorActivity()
                .when(command)
                .expectSuccessfulHandlerExecution()
                .expectEvents(accepted(new Payment.None(), command).toArray());
        assertThat(left.get()).isEqualTo(Payments.aRequested());
    }

    @Test
    void leaves_the_payment_as_the_command_made_it_in_the_unit_of_work() {
        fixture.given(requested()).when(told(Facts.captured(1000)));

        assertThat(left.get()).isEqualTo(Payments.aCaptured());
        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
    }

    @Test
    void carries_a_refusal() {
        fixture.given(requested())
                .when(requestRefund("re_1", 1L))
                .expectNoEvents()
                .expectException(CommandRejected.class)
                .expectExceptionMessage("charge_not_captured: It is requested");
    }

    @Test
    void finds_no_charge_where_there_is_none() {
        for (var command :
                List.of(captureCharge(null), voidCharge(), requestRefund("re_1", null))) {
            new AggregateTestFixture<>(PaymentAggregate.class)
                    .givenNoPriorActivity()
                    .when(command)
                    .expectNoEvents()
                    .expectException(CommandRejected.class)
                    .expectExceptionMessage(Rejection.CHARGE_NOT_FOUND.code() + ": No charge ch_1");
        }
    }

    @Test
    void takes_a_fact_about_nothing_without_a_word() {
        fixture.givenNoPriorActivity()
                .when(told(Facts.captured(1000)))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void takes_a_repeated_fact_without_a_word() {
        var given = new ArrayList<Object>(requested());
        given.addAll(accepted(Payments.aRequested(), told(Facts.captured(1000))));

        fixture.given(given)
                .when(told(Facts.captured(1000)))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private static List<PaymentEvent> requested() {
        return accepted(new Payment.None(), requestCharge(CaptureMode.AUTOMATIC));
    }
}
