package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The run that each day asks for by itself, and the application killed in the middle of it. */
@Tag("database")
class ScheduledRunTest {

    private static final String SCHEDULE = "--truebook.reconciliation.schedule.";
    private static final int SECONDS_A_DAY = 86_400;

    @TempDir Path data;

    @Test
    void a_run_that_is_killed_half_way_is_made_once_and_gives_the_same_bytes() {
        var before = Stand.open(data);
        var charge = before.shop().charged(Wish.of("scheduled"));
        before.provider().deliverAll();
        before.ledger().killApplication();
        var midnight = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        var zone = whereItIsMidnight(midnight);
        var day = LocalDate.ofInstant(midnight, zone).minusDays(1);
        Awaitility.await("the end of the day").until(() -> Instant.now().isAfter(midnight));

        var tables = new OwnersSession(before.ledger());
        var barrier = new Barrier(tables, charge);

        try (tables;
                var stand =
                        before.reopened(
                                SCHEDULE + "at=00:00", SCHEDULE + "time-zone=" + zone.getId())) {
            Shop.await("the run to write its lines", () -> assertThat(barrier.waiting()).isOne());
            stand.ledger().killApplication();
            barrier.lift();
            // As when its lease has ended, a minute later.
            tables.execute("update truebook.reconciliation_job set due_at = now()");
            stand.ledger().startAgain();

            var client = stand.client();
            var asked = "/v1/reconciliations?provider=stripe&scheduled_for=" + day;
            Shop.await(
                    "the run",
                    () ->
                            assertThat(only(client.get(asked).json()).get("status").asString())
                                    .isEqualTo("completed"));
            var job = only(client.get(asked).json());
            assertThat(job.get("attempts").asInt()).isGreaterThan(1);
            assertThat(tables.number(RUNS)).isOne();
            var id = job.get("id").asString();
            var report = client.get("/v1/reconciliations/" + id + "/report").text();
            assertThat(report).contains(charge);

            var again =
                    client.post(
                            "the-same-day",
                            "/v1/reconciliations",
                            "{\"provider\": \"stripe\", \"business_date\": \"%s\", \"time_zone\": \"%s\"}"
                                    .formatted(day, zone.getId()));
            assertThat(again.status()).as(again.text()).isEqualTo(202);
            var path = "/v1/reconciliations/" + again.json().get("id").asString();
            Shop.await(
                    "the same run",
                    () ->
                            assertThat(client.get(path).json().get("status").asString())
                                    .isEqualTo("completed"));
            assertThat(client.get(path + "/report").text()).isEqualTo(report);
            assertThat(tables.number(RUNS)).isOne();
            stand.assertSound();
        }
    }

    private static final String RUNS =
            "select count(*) from truebook.reconciliation_run where connection = 'stripe'";

    /** The offset, to the second, at which a day ends then: a test cannot wait for its own. */
    private static ZoneOffset whereItIsMidnight(Instant time) {
        int offset = (int) -(time.getEpochSecond() % SECONDS_A_DAY);
        return ZoneOffset.ofTotalSeconds(
                offset < -SECONDS_A_DAY / 2 ? offset + SECONDS_A_DAY : offset);
    }

    private static JsonNode only(JsonNode page) {
        assertThat(page.get("data")).as(page.toString()).hasSize(1);
        return page.get("data").get(0);
    }

    /** Whoever writes a run's line of this charge waits. */
    private static final class Barrier {

        private final OwnersSession owner;

        Barrier(OwnersSession owner, String charge) {
            this.owner = owner;
            owner.execute(
                    """
                    create function truebook.wait_here() returns trigger language plpgsql as
                        $$ begin perform pg_advisory_xact_lock_shared(72); return new; end $$;
                    create trigger wait_here before insert on truebook.reconciliation_item
                        for each row when (new.object = '%s')
                        execute function truebook.wait_here();
                    select pg_advisory_lock(72)
                    """
                            .formatted(charge));
        }

        long waiting() {
            return owner.number(
                    "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                            + " and objid = 72");
        }

        void lift() {
            owner.execute("select pg_advisory_unlock_all()");
        }
    }
}
