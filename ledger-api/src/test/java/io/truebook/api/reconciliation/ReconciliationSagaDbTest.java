package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the request of an operation to the word of a second witness, on real PostgreSQL. */
@Tag("database")
class ReconciliationSagaDbTest extends FollowingLedger {

    @Test
    void what_begins_and_ends_in_one_batch_is_never_written() {
        for (int i = 0; i < 5; i++) {
            var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
            var fact = captured("ch_" + i, 1_000);
            answered(charge, charge, done(fact));
            callback(charge, fact);
        }

        follow(100);

        assertThat(waiting()).isZero();
        assertThat(written()).isZero();
    }

    /** Rows ever put into the table, also those that are gone again. */
    private long written() {
        return ledger.jdbc
                .sql(
                        "select pg_stat_get_xact_tuples_inserted('truebook.reconciliation_saga'::regclass)"
                                + " + pg_relation_size('truebook.reconciliation_saga')")
                .query(Long.class)
                .single();
    }

    @Test
    void an_operation_waits_in_a_row_from_batch_to_batch_until_it_is_answered_and_confirmed() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(1);
        assertThat(waiting()).isOne();

        var fact = captured("ch_1", 1_000);
        answered(charge, charge, done(fact));
        follow(1);
        assertThat(waiting()).isOne();

        callback(charge, fact);
        passes(Duration.ofSeconds(10));

        assertThat(waiting()).isZero();
        assertThat(listed()).isEmpty();
    }

    @Test
    void a_refusal_ends_it_at_once() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(1);
        told(charge, charge, new Outcome.Refused(List.of(failed("ch_1"))), "response");

        follow(1);

        assertThat(waiting()).isZero();
    }

    @Test
    void what_nobody_answers_in_a_day_is_a_break_until_somebody_does() {
        var charge = unknown();
        follow(100);
        passes(Duration.ofHours(23));
        assertThat(listed()).isEmpty();

        passes(Duration.ofHours(25));

        assertThat(listed())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.code()).isEqualTo("STALE_UNKNOWN");
                    assertThat(found.status()).isEqualTo("open");
                    assertThat(found.leg()).isEqualTo("events");
                    assertThat(found.object()).isEqualTo(charge);
                });

        told(charge, charge, done(captured("ch_1", 1_000)), "query");
        follow(100);

        assertThat(listed())
                .singleElement()
                .satisfies(found -> assertThat(found.status()).isEqualTo("resolved"));
        assertThat(events("break-opened")).isOne();
        assertThat(events("break-closed")).isOne();
    }
}
