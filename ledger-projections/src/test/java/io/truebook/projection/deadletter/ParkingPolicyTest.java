package io.truebook.projection.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.projection.deadletter.CarefulHandling.RepeatBatch;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event is parked for its own fault and for nobody else's. */
class ParkingPolicyTest {

    private final ParkingPolicy policy = new ParkingPolicy();
    private final GenericDeadLetter<EventMessage<?>> letter =
            new GenericDeadLetter<>("payment", GenericEventMessage.asEventMessage("event"));

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57P01", "58030", "55P03"})
    void the_databases_fault_repeats_the_batch(String state) {
        var failure = new IllegalStateException(new SQLException("No", state));

        assertThatThrownBy(() -> policy.decide(letter, failure)).isInstanceOf(RepeatBatch.class);
        assertThat(policy.parked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "23505", "P0001"})
    void what_the_database_says_of_a_row_parks_the_event(String state) {
        var failure = new IllegalStateException(new SQLException("No", state));

        assertThat(policy.decide(letter, failure).shouldEnqueue()).isTrue();
        assertThat(policy.parked()).isEqualTo(1);
    }

    @Test
    void what_is_kept_of_a_failure_names_no_content() {
        var failure = new IllegalStateException("Jane Doe");

        var decision = policy.decide(letter, failure);

        assertThat(decision.enqueueCause().orElseThrow().getMessage()).doesNotContain("Jane");
    }
}
