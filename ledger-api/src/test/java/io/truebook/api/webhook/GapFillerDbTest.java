package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.ProviderHistory;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks that never came, and the provider's list of its events that has them. */
@Tag("database")
class GapFillerDbTest {

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /** Stands still until it is set. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A provider's list, newest first, one event on each page. */
    private static final class Listed implements ProviderHistory {
        private record Event(String body, Instant at) {}

        private final List<Event> events = new ArrayList<>();
        private final List<Instant> askedSince = new ArrayList<>();
        private boolean away;

        @Override
        public String connection() {
            return "stripe";
        }

        @Override
        public Optional<Page> page(Shelf shelf, Instant since, String after) {
            askedSince.add(since);
            if (away) {
                return Optional.empty();
            }
            var newest =
                    events.reversed().stream()
                            .filter(event -> !event.at().isBefore(since))
                            .toList();
            int at = after == null ? 0 : Integer.parseInt(after) + 1;
            var page =
                    newest.stream().skip(at).limit(1).map(e -> Callbacks.bytes(e.body())).toList();
            return Optional.of(new Page(page, List.of(), at + 1 < newest.size() ? "" + at : null));
        }
    }

    private final TestDatabase database = TestDatabase.fresh();
    private final SetClock clock = new SetClock();
    private final Listed list = new Listed();
    private final EventFeeds feeds = new EventFeeds(database.dataSource());
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    new WebhookInbox(database.dataSource()),
                    (_, _) -> false,
                    new UnprovenCallbacks(stripe, database.dataSource(), (_, _) -> false),
                    () -> {},
                    clock);
    private boolean well = true;
    private final GapFiller filler = filler();

    private GapFiller filler() {
        var filler =
                new GapFiller(Map.of("stripe", list), feeds, receiver, _ -> well, INTERVAL, clock);
        filler.begin();
        return filler;
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void happens(String id) {
        list.events.add(
                new Listed.Event(
                        Callbacks.event(id, "charge.updated", "{\"id\": \"ch_1\"}"),
                        clock.instant()));
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
        assertThat(feeds.progress().get("stripe").news()).isEqualTo(1);
    }

    @Test
    void an_event_that_came_is_known_and_counts_as_nothing_new() {
        read();
        happens("evt_came");
        receiver.replay("stripe", Callbacks.bytes(list.events.getFirst().body()));
        pass(INTERVAL);

        read();

        assertThat(filed()).containsExactly("evt_came");
        assertThat(feeds.progress().get("stripe").news()).isZero();
        assertThat(feeds.progress().get("stripe").events()).isEqualTo(1);
    }

    @Test
    void it_reads_back_to_where_it_was_and_a_little_further() {
        var first = clock.instant();
        read();
        pass(INTERVAL);
        read();
        pass(Duration.ofHours(5));
        read();

        assertThat(list.askedSince)
                .containsExactly(
                        first.minus(Duration.ofMinutes(5)),
                        first.minus(Duration.ofMinutes(5)),
                        first.plus(INTERVAL).minus(Duration.ofMinutes(5)));
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
        filler();

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
        filler();
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
