package io.truebook.api.http;

import static io.truebook.api.http.RequestClass.CALLBACK;
import static io.truebook.api.http.RequestClass.CHARGE;
import static io.truebook.api.http.RequestClass.LOOK_UP;
import static io.truebook.api.http.RequestClass.REMEDY;
import static io.truebook.api.http.RequestClass.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.AdmissionGate.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {

    private final AdmissionGate gate =
            new AdmissionGate(new AdmissionSettings(20, 20, 2, Duration.ofMillis(10)));

    @Test
    void a_flood_of_charges_leaves_room_for_refunds_and_both_for_callbacks() {
        assertThat(flood(CHARGE)).hasSize(15);
        assertThat(gate.enter(LOOK_UP)).isEmpty();
        assertThat(gate.enter(REPORT)).isEmpty();
        assertThat(flood(REMEDY)).hasSize(3);
        assertThat(flood(CALLBACK)).hasSize(2);
        assertThat(gate.enter(CALLBACK)).isEmpty();
    }

    @Test
    void room_is_given_back_once() {
        var passes = flood(CHARGE);

        passes.forEach(Pass::close);

        assertThat(gate.underWay(CHARGE)).isZero();
        assertThat(flood(CHARGE)).hasSize(15);
    }

    @Test
    void reports_wait_for_each_other_and_give_their_place_back_when_they_give_up() {
        var first = gate.enter(REPORT);
        var second = gate.enter(REPORT);

        assertThat(gate.enter(REPORT)).isEmpty();
        assertThat(gate.underWay(REPORT)).isEqualTo(2);
        assertThat(gate.refused(REPORT)).isEqualTo(1);
        first.orElseThrow().close();
        assertThat(gate.enter(REPORT)).isPresent();
        assertThat(second).isPresent();
    }

    @Test
    void never_more_than_its_share_gets_in_at_once() {
        Queue<Pass> passes = new ConcurrentLinkedQueue<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                clients.execute(() -> gate.enter(CHARGE).ifPresent(passes::add));
            }
        }

        assertThat(passes).hasSize(15);
        assertThat(gate.refused(CHARGE)).isEqualTo(485);
    }

    private List<Pass> flood(RequestClass kind) {
        List<Pass> passes = new ArrayList<>();
        for (var pass = gate.enter(kind); pass.isPresent(); pass = gate.enter(kind)) {
            passes.add(pass.get());
        }
        return passes;
    }
}
