package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.reconciliation.BreakCases.Due;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a repair is looked at whose confirmation has yet to come. */
@Tag("database")
class WaitingRepairsDbTest extends RepairingLedger {

    @Test
    void a_confirmation_is_looked_for_the_less_often_the_longer_it_stays_away() throws IOException {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", aFailedCharge(10_000)));
        day.reconciled();
        work();
        assertThat(theUnbooked().status()).isEqualTo("resolved");

        assertThat(pauseAfter(Duration.ofMinutes(4))).isEqualTo(Duration.ofMinutes(4));
        assertThat(pauseAfter(Duration.ofHours(5))).isEqualTo(Duration.ofMinutes(10));
        assertThat(pauseAfter(Duration.ofHours(30))).isEqualTo(Duration.ofHours(1));
        assertThat(pauseAfter(Duration.ofDays(10))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void what_is_approved_does_not_wait_behind_what_is_only_to_be_confirmed() {
        due("brk_done", "resolved", Duration.ofHours(2));
        due("brk_wanted", "approved", Duration.ofSeconds(1));

        var taken = cases.take(NEXT_DAY.instant(), Duration.ofSeconds(30), 1);

        assertThat(taken).extracting(Due::breakId).containsExactly("brk_wanted");
    }

    private Duration pauseAfter(Duration waited) {
        var clock = Clock.offset(NEXT_DAY, waited);
        due();
        worker(clock).workOnNext();
        var next =
                ledger.jdbc
                        .sql("select due_at from truebook.break_case")
                        .query(OffsetDateTime.class)
                        .single();
        return Duration.between(clock.instant(), next.toInstant());
    }

    private void due(String id, String status, Duration since) {
        Instant at = NEXT_DAY.instant().minus(since);
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.break_case (break_id, tenant, connection, status,
                            decided_at, due_at, updated_index)
                        values (?, 'default', 'stripe', ?, ?, ?, 1)
                        """)
                .params(id, status, at.atOffset(ZoneOffset.UTC), at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
