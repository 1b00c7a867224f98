package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.store.Intake.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who waits before the writer, and who is refused first. */
class IntakeTest {

    private static final Duration ANY = Duration.ofSeconds(1);

    private final Intake intake = new Intake(new WriterSettings("test", 16, 4, 1_000, ANY, ANY));
    private int names;

    @Test
    void new_charges_are_refused_first_and_facts_last() {
        assertThat(fill(0, TransactionKey.API)).isEqualTo(12);
        assertThat(fill(1, TransactionKey.API)).isEqualTo(2);
        assertThat(fill(1, "sys:dispatcher")).isEqualTo(2);
        assertThat(intake.size()).isEqualTo(16);
    }

    @Test
    void what_settles_the_past_is_written_before_what_is_new() throws InterruptedException {
        var charge = waiting(0, TransactionKey.API);
        var refund = waiting(3, TransactionKey.API);
        var fact = waiting(1, "sys:webhook:stripe");
        List.of(charge, refund, fact).forEach(intake::offer);

        assertThat(intake.take()).containsExactly(refund, fact, charge);
    }

    @Test
    void what_was_put_back_comes_first_whatever_it_is() throws InterruptedException {
        var charge = waiting(0, TransactionKey.API);
        var fact = waiting(1, "sys:dispatcher");
        intake.offer(fact);

        intake.putBack(List.of(charge));

        assertThat(intake.take()).containsExactly(charge, fact);
    }

    @Test
    void a_closed_intake_takes_nothing_and_hands_out_what_waits() throws InterruptedException {
        var fact = waiting(1, "sys:dispatcher");
        intake.offer(fact);

        intake.close();

        assertThat(intake.offer(waiting(1, "sys:dispatcher"))).isFalse();
        assertThat(intake.take()).containsExactly(fact);
        assertThat(intake.take()).isEmpty();
    }

    private int fill(long sequence, String origin) {
        int taken = 0;
        while (intake.offer(waiting(sequence, origin))) {
            taken++;
        }
        return taken;
    }

    private Waiting waiting(long sequence, String origin) {
        var name = "payment-" + ++names;
        var context =
                new CommandContext(
                        new TransactionKey("default", origin, name),
                        "tester",
                        "test",
                        RequestFields.of(1, Map.of()));
        var built = Appends.to(name).event(sequence).build();
        return new Waiting(new Append("default", context, built.events(), built.rows(), null));
    }
}
