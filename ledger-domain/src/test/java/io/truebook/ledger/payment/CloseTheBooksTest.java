package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.DisputeVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the chart that exists, in an order drawn by lot, and then everything settled: no
 * hold, nothing pending, and clearing is what was captured, less refunds and fees.
 */
class CloseTheBooksTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leave_nothing_open(long seed) {
        var ledger = new SimulatedLedger();
        opened().forEach(ledger::append);
        var facts = new ArrayList<>(facts());
        Collections.shuffle(facts, new Random(seed));

        // A fact that is too early is offered again.
        for (int round = 0; round < 3; round++) {
            facts.forEach(ledger::handle);
        }

        // 1000 + 600 + 500 captured; 300 and 200 refunded; fees 55 - 20; of four disputes, 1000
        // and 400 lost, 15 of fees, and the rest won, given back or never more than asked about.
        assertThat(ledger.balances)
                .containsOnly(
                        entry("provider:stripe:clearing", 2100 - 500 - 35 + 5000 - 1400 - 15),
                        entry("provider:stripe:fees", 35 + 15),
                        entry("merchant:m-1:payable", -(2100 - 500 + 5000 - 1400)));
        ledger.states.values().forEach(CloseTheBooksTest::isClosed);
    }

    private static void isClosed(Payment payment) {
        var file = payment.known().orElseThrow();
        assertThat(file.operations()).isEmpty();
        assertThat(file.hold().isZero()).isTrue();
        assertThat(file.refundPending().isZero()).isTrue();
        assertThat(file.hasOpenDispute()).isFalse();
    }

    /**
     * What clients wanted: six charges, five to be disputed, a capture, a void, and four refunds.
     */
    private static List<PaymentEvent> opened() {
        var whole = Wishes.charge("ch_whole", CaptureMode.AUTOMATIC);
        var part = Wishes.charge("ch_part", CaptureMode.MANUAL);
        var late = Wishes.charge("ch_late", CaptureMode.AUTOMATIC);
        var gone = Wishes.charge("ch_gone", CaptureMode.AUTOMATIC);
        var voided = Wishes.charge("ch_void", CaptureMode.MANUAL);
        var lapsed = Wishes.charge("ch_lapsed", CaptureMode.MANUAL);
        return List.of(
                Wishes.charge("ch_won", CaptureMode.AUTOMATIC),
                Wishes.charge("ch_lost", CaptureMode.AUTOMATIC),
                Wishes.charge("ch_again", CaptureMode.AUTOMATIC),
                Wishes.charge("ch_mercy", CaptureMode.AUTOMATIC),
                Wishes.charge("ch_asked", CaptureMode.AUTOMATIC),
                whole,
                part,
                late,
                gone,
                voided,
                lapsed,
                Wishes.capture("ch_part", 600),
                Wishes.voiding("ch_void"),
                Wishes.refund("ch_whole", "re_ok", 300),
                Wishes.refund("ch_whole", "re_refused", 100),
                Wishes.refund("ch_whole", "re_returned", 150),
                Wishes.refund("ch_gone", "re_gone", 50));
    }

    private static List<PaymentCommand> facts() {
        var facts = new ArrayList<>(disputes());
        facts.addAll(charges());
        return facts;
    }

    private static List<PaymentCommand> disputes() {
        return List.of(
                Wishes.told("ch_won", Facts.captured("pc_won", 1000)),
                Wishes.told("ch_won", Facts.inquired("dp_won", 1000)),
                Wishes.told("ch_won", Facts.disputed("dp_won", 1000)),
                Wishes.told("ch_won", Facts.withdrawn("dp_won", 1, 1000)),
                Wishes.told("ch_won", Facts.fee("txn_won", 15)),
                Wishes.told("ch_won", Facts.reinstated("dp_won", 1, 1000)),
                Wishes.told("ch_won", Facts.fee("txn_won_back", -15)),
                Wishes.told("ch_won", Facts.closed("dp_won", 1, DisputeVerdict.WON)),
                Wishes.told("ch_lost", Facts.captured("pc_lost", 1000)),
                Wishes.told("ch_lost", Facts.withdrawn("dp_lost", 1, 400)),
                Wishes.told("ch_lost", Facts.fee("txn_lost", 15)),
                Wishes.told("ch_lost", Facts.closed("dp_lost", 1, DisputeVerdict.LOST)),
                Wishes.told("ch_again", Facts.captured("pc_again", 1000)),
                Wishes.told("ch_again", Facts.withdrawn("dp_again", 1, 1000)),
                Wishes.told("ch_again", Facts.reinstated("dp_again", 1, 1000)),
                Wishes.told("ch_again", Facts.closed("dp_again", 1, DisputeVerdict.WON)),
                Wishes.told("ch_again", Facts.withdrawn("dp_again", 2, 1000)),
                Wishes.told("ch_again", Facts.closed("dp_again", 2, DisputeVerdict.LOST)),
                Wishes.told("ch_mercy", Facts.captured("pc_mercy", 1000)),
                Wishes.told("ch_mercy", Facts.withdrawn("dp_mercy", 1, 1000)),
                Wishes.told("ch_mercy", Facts.closed("dp_mercy", 1, DisputeVerdict.LOST)),
                Wishes.told("ch_mercy", Facts.reinstated("dp_mercy", 1, 1000)),
                Wishes.told("ch_asked", Facts.captured("pc_asked", 1000)),
                Wishes.told("ch_asked", Facts.inquired("dp_asked", 1000)),
                Wishes.told(
                        "ch_asked", Facts.closed("dp_asked", 1, DisputeVerdict.INQUIRY_CLOSED)));
    }

    private static List<PaymentCommand> charges() {
        return List.of(
                Wishes.told("ch_whole", Facts.captured("pc_whole", 1000)),
                Wishes.told("ch_whole", Facts.fee("txn_1", 55)),
                Wishes.told("ch_whole", Facts.fee("txn_2", -20)),
                Wishes.told("ch_whole", Facts.refundPending("pr_ok", "re_ok", 300)),
                Wishes.told("ch_whole", Facts.refunded("pr_ok", "re_ok", 300)),
                Wishes.told("ch_whole", Facts.refundFailed("re_refused", "re_refused", 100)),
                Wishes.told("ch_whole", Facts.refunded("pr_returned", "re_returned", 150)),
                Wishes.told("ch_whole", Facts.refundFailed("pr_returned", "re_returned", 150)),
                Wishes.told("ch_whole", Facts.refunded("pr_there", null, 200)),
                Wishes.told("ch_part", Facts.authorized("pc_part", 1000)),
                Wishes.told("ch_part", Facts.captured("pc_part", 600)),
                Wishes.told("ch_late", Facts.failed("pc_late_1")),
                Wishes.told("ch_late", Facts.captured("pc_late_2", 500)),
                Wishes.told("ch_gone", Facts.captured("pc_gone", 1000)),
                Wishes.told("ch_gone", Facts.failed("pc_gone")),
                Wishes.told("ch_gone", Facts.refundFailed("re_gone", "re_gone", 50)),
                Wishes.told("ch_void", Facts.authorized("pc_void", 1000)),
                Wishes.told("ch_void", Facts.voided("pc_void")),
                Wishes.told("ch_lapsed", Facts.authorized("pc_lapsed", 1000)),
                Wishes.told("ch_lapsed", Facts.expired("pc_lapsed")));
    }

    private static Map.Entry<String, Long> entry(String account, long balance) {
        return Map.entry(account, balance);
    }
}
