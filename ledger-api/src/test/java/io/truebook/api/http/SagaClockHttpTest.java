package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who keeps the time of sagas when the node that did is dead. */
@Tag("database")
class SagaClockHttpTest {

    private final Ledger ledger = Ledger.running();
    private final JdbcClient owner = JdbcClient.create(ledger.database.ownerDataSource());

    @Test
    void what_a_dead_node_was_about_to_look_at_another_looks_at_within_seconds() {
        Awaitility.await("a moment between two looks")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(this::pickedByTheDead);

        Awaitility.await("somebody else")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(lookedSince()).isTrue());
    }

    /** As it is left by one that was killed at its work: picked, and its heart beats no more. */
    private boolean pickedByTheDead() {
        return owner.sql(
                                """
                                update scheduled_task
                                set picked = true, picked_by = 'killed', version = version + 1,
                                    execution_time = now(), last_heartbeat = now(),
                                    last_success = now() - interval '1 hour'
                                where task_name = 'reconciliation-saga' and not picked
                                """)
                        .update()
                == 1;
    }

    private boolean lookedSince() {
        return owner.sql(
                        """
                        select last_success > now() - interval '30 minutes' from scheduled_task
                        where task_name = 'reconciliation-saga'
                        """)
                .query(Boolean.class)
                .single();
    }
}
