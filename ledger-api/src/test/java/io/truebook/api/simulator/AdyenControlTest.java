package io.truebook.api.simulator;

import static io.truebook.api.simulator.AdyenFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens at Adyen that nobody asked for over its API. */
@Tag("database")
class AdyenControlTest {
    private AdyenFixture adyen;

    @BeforeEach
    void start() {
        adyen = new AdyenFixture();
    }

    @AfterEach
    void stop() {
        adyen.close();
    }

    private long captured(String operation) throws Exception {
        return adyen.books(operation).path("amount_captured").longValue();
    }

    @Test
    void a_sale_fails_and_is_captured_again() throws Exception {
        String operation = anOperation();
        String payment = adyen.aPayment(operation, 1_000).getPspReference();

        adyen.control("POST", "/adyen/payments/" + payment + "/fail", "");
        assertThat(adyen.receiver.await("CAPTURE_FAILED", payment).isSuccess()).isTrue();
        assertThat(captured(operation)).isZero();
        adyen.control("POST", "/adyen/payments/" + payment + "/recapture", "");

        var again = adyen.receiver.await("CAPTURE", payment);
        assertThat(again.isSuccess()).isTrue();
        assertThat(again.getReason()).isEqualTo("Transaction Recaptured");
        assertThat(captured(operation)).isEqualTo(1_000);
    }

    @Test
    void a_stage_of_a_dispute_may_name_the_payment_alone() throws Exception {
        String payment = adyen.aPayment(anOperation(), 1_000).getPspReference();
        String disputes = "/adyen/payments/" + payment + "/disputes";
        adyen.control("POST", disputes, "{\"event\": \"CHARGEBACK\"}");

        adyen.control("POST", disputes, "{\"event\": \"CHARGEBACK_REVERSED\", \"unnamed\": true}");

        var item = adyen.receiver.await("CHARGEBACK_REVERSED", payment);
        assertThat(item.getPspReference()).isEqualTo(payment);
        assertThat(item.getOriginalReference()).isNull();
    }
}
