package io.truebook.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Webhooks that never came, and the provider's list of its events that has them. */
@Tag("database")
class GapFillerDbTest {

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final TestDatabase database = TestDatabase.fresh();
    private final SetClock clock = new SetClock();
    private final ListedEvents list = new ListedEvents();
    private boolean databaseIsAway;
    private final DataSource pool =
            new DelegatingDataSource(database.dataSource()) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (databaseIsAway) {
                        throw new SQLException("away");
                    }
                    return super.getConnection();
                }
            };
    private final EventFeeds feeds = new EventFeeds(pool);
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    new WebhookInbox(database.dataSource()),
                    new UnprovenCallbacks(stripe, database.dataSource(), (_, _) -> false),
                    () -> {},
                    clock);
    private boolean well = true;
    private GapFiller filler = filler(_ -> well);

    private GapFiller filler(Predicate<String> isWell) {
        return new GapFiller(Map.of("stripe", list), feeds, receiver, isWell, INTERVAL, clock);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void happens(String id) {
        happens(id, clock.instant());
    }

    private void happens(String id, Instant at) {
        list.events.add(
                new ListedEvents.Event(
                        Callbacks.event(id, "charge.updated", "{\"id\": \"ch_1\"}"), at));
    }

    private void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    private void read() {
        int steps = 0;
        while (filler.step()) {
            assertThat(++steps).as("it ends").isLessThan(50);
        }
    }

    private long counted(String column) {
        return JdbcClient.create(database.dataSource())
                .sql("select " + column + " from truebook.event_feed")
                .query(Long.class)
                .single();
    }

    private List<String> filed() {
        return JdbcClient.create(database.dataSource())
                .sql("select event_id from truebook.provider_callback order by event_id")
                .query(String.class)
                .list();
    }

    @Test
    void an_event_that_no_webhook_has_brought_is_taken_from_the_list() {
        read();
        happens("evt_lost");
        pass(INTERVAL);

        read();

        assertThat(filed()).containsExactly("evt_lost");
        assertThat(counted("new_count")).isEqualTo(1);
    }

    @Test
    void an_event_that_came_is_known_and_counts_as_nothing_new() {
        read();
        happens("evt_came");
        receiver.replay("stripe", Callbacks.bytes(list.events.getFirst().body()));
        pass(INTERVAL);

        read();

        assertThat(filed()).containsExactly("evt_came");
        assertThat(counted("new_count")).isZero();
        assertThat(counted("event_count")).isEqualTo(1);
    }

    @Test
    void it_reads_back_to_the_newest_event_it_saw_and_a_little_further() {
        var first = clock.instant();
        read();
        pass(INTERVAL);
        happens("evt_1");
        var newest = clock.instant();
        pass(INTERVAL);
        read();
        pass(Duration.ofHours(5));
        read();

        assertThat(list.askedSince)
                .containsExactly(
                        first.minus(Duration.ofMinutes(5)),
                        first.minus(Duration.ofMinutes(5)),
                        newest.minus(Duration.ofMinutes(5)));
    }

    @Test
    void an_event_is_found_also_when_our_clock_has_run_ahead_of_the_providers() {
        read();
        happens("evt_1");
        var ahead = Duration.ofHours(1);
        pass(ahead.plus(INTERVAL));
        read();

        happens("evt_lost", clock.instant().minus(ahead));
        pass(INTERVAL);
        read();

        assertThat(filed()).containsExactly("evt_1", "evt_lost");
    }

    @Test
    void an_event_from_which_the_provider_cannot_read_on_ends_in_reading_from_the_newest() {
        read();
        happens("evt_lost");
        pass(INTERVAL);
        JdbcClient.create(database.dataSource())
                .sql("update truebook.event_feed set cursor = ?")
                .param(ListedEvents.FORGOTTEN)
                .update();

        for (int tries = 0; tries < GapFiller.TRIES_TO_GO_ON; tries++) {
            read();
            assertThat(filed()).isEmpty();
            pass(Duration.ofMinutes(1));
        }
        read();

        assertThat(filed()).containsExactly("evt_lost");
    }

    @Test
    void a_node_that_cannot_call_the_provider_leaves_it_to_one_that_can() {
        var can = filler(_ -> true);
        can.step();
        var cannot = filler(_ -> false);
        cannot.step();
        happens("evt_lost");

        for (int poll = 0; poll < 120; poll++) {
            cannot.step();
            pass(Duration.ofMillis(10));
            can.step();
            pass(Duration.ofSeconds(5));
        }

        assertThat(filed()).containsExactly("evt_lost");
    }

    @Test
    void a_database_that_is_away_at_the_start_stops_nothing() {
        databaseIsAway = true;
        try (var started = filler(_ -> true).start()) {
            assertThat(started.connections()).containsExactly("stripe");
            assertThatThrownBy(filler::step).hasRootCauseInstanceOf(SQLException.class);
        }
        databaseIsAway = false;
        happens("evt_lost");

        read();

        assertThat(filed()).containsExactly("evt_lost");
    }

    @Test
    void who_listened_before_feeds_were_read_reads_once_what_is_still_listed() throws IOException {
        happens("evt_known");
        receiver.replay("stripe", Callbacks.bytes(list.events.removeFirst().body()));
        happens("evt_lost_long_ago", Instant.now().minus(Duration.ofDays(29)));
        happens("evt_older", Instant.now().minus(Duration.ofDays(31)));

        upgrade();
        read();

        assertThat(filed()).containsExactly("evt_known", "evt_lost_long_ago");
    }

    /** What an upgrade does to a database with callbacks in it; again, it changes nothing. */
    private void upgrade() throws IOException {
        try (var script =
                EventFeeds.class.getResourceAsStream(
                        "/db/ledger/V0134__feeds_heard_of_before.sql")) {
            var sql = new String(script.readAllBytes(), UTF_8);
            JdbcClient.create(database.dataSource()).sql(sql).update();
            JdbcClient.create(database.dataSource()).sql(sql).update();
        }
    }

    @Test
    void it_reads_nothing_before_it_is_due() {
        read();
        pass(INTERVAL.minusSeconds(1));
        read();

        assertThat(list.askedSince).hasSize(1);
    }

    @Test
    void a_restart_has_it_read_at_once() {
        read();
        filler = filler(_ -> well);

        read();

        assertThat(list.askedSince).hasSize(2);
    }

    @Test
    void it_reads_so_many_pages_and_the_next_goes_on_where_it_stopped() {
        read();
        for (int i = 10; i < 35; i++) {
            happens("evt_" + i);
        }
        pass(INTERVAL);

        filler.step();
        assertThat(filed()).hasSize(GapFiller.PAGES_AT_ONCE).contains("evt_34");
        filler = filler(_ -> well);
        read();

        assertThat(filed()).hasSize(25);
        assertThat(list.askedSince).hasSize(1 + 25);
    }

    @Test
    void a_provider_that_is_away_is_asked_again_later_and_nothing_is_passed_over() {
        read();
        happens("evt_lost");
        list.away = true;
        pass(INTERVAL);
        read();
        assertThat(filed()).isEmpty();

        list.away = false;
        pass(Duration.ofMinutes(1));
        read();

        assertThat(filed()).containsExactly("evt_lost");
    }

    @Test
    void a_provider_that_fails_is_not_asked() {
        well = false;

        read();

        assertThat(list.askedSince).isEmpty();
    }
}
