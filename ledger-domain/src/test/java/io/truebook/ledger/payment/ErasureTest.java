package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.erasePersonalData;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an erasure makes a payment forget, and what it leaves. */
class ErasureTest {

    private static final Personal WORDS = new Personal(null, null, Map.of("size", "L"));

    private static RequestRefund refund(String id) {
        return new RequestRefund(
                Payments.CHARGE,
                "t",
                TransactionId.ofClient("tx-" + id),
                id,
                100L,
                "too small",
                WORDS,
                Payments.NOW);
    }

    @Test
    void a_refunds_reason_is_kept_beside_the_event() {
        var event = Payments.event(RefundRequested.class, Payments.aCaptured(), refund("re_1"));

        assertThat(event.personal())
                .isEqualTo(new Personal("too small", null, Map.of("size", "L")));
        assertThat(after(Payments.aCaptured(), refund("re_1")).known().orElseThrow().refunds())
                .extractingByKey("re_1")
                .extracting(Refund::reason)
                .isEqualTo("too small");
    }

    @Test
    void forgets_the_words_and_nothing_else() {
        var before = after(Payments.aCaptured(), refund("re_1"));

        var file = after(before, erasePersonalData()).known().orElseThrow();

        assertThat(file.personal()).isNull();
        assertThat(file.refunds().get("re_1").reason()).isNull();
        assertThat(file.refunds().get("re_1").personal()).isNull();
        assertThat(file)
                .usingRecursiveComparison()
                .ignoringFields("personal", "erased", "updatedAt", "refunds")
                .isEqualTo(before.known().orElseThrow());
        assertThat(file.refundPending()).isEqualTo(before.known().orElseThrow().refundPending());
    }

    @Test
    void the_second_time_nothing_happens() {
        var once = after(after(Payments.aCaptured(), refund("re_1")), erasePersonalData());

        assertThat(inWords(once, erasePersonalData())).isEqualTo("nothing");
    }

    @Test
    void what_is_written_afterwards_can_be_erased_as_well() {
        var once = after(Payments.aCaptured(), erasePersonalData());

        var written = after(once, refund("re_1"));

        assertThat(written.known().orElseThrow().holdsPersonalData()).isTrue();
        assertThat(inWords(written, erasePersonalData()))
                .isEqualTo("PersonalDataErased -> captured");
    }

    @Test
    void a_refund_under_way_goes_on() {
        var pending = after(Payments.aCaptured(), requestRefund("re_1", 100L));

        var call = ProviderCalls.of(after(pending, erasePersonalData()), "re_1");

        assertThat(call).isPresent();
    }
}
