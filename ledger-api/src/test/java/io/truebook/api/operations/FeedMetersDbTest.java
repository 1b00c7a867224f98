package io.truebook.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventJson;
import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
class FeedMetersDbTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Held here, as the application holds it: meters alone do not keep what they look at. */
    private final FeedMeters meters =
            new FeedMeters(
                    new LastLook(
                            new LedgerState(
                                    database.dataSource(), new EventJson(PaymentEvents.TYPES)),
                            Duration.ZERO),
                    Set.of("stripe"));

    @AfterEach
    void drop() {
        database.close();
    }

    private double age() {
        return registry.get("truebook.feed.age").tag("connection", "stripe").gauge().value();
    }

    @Test
    void they_tell_how_far_the_list_was_read_and_what_it_had_of_news() {
        JdbcClient.create(database.dataSource())
                .sql(
                        """
                        insert into truebook.event_feed (connection, read_until, due_at, new_count)
                        values ('stripe', now() - interval '2 h', now(), 3), ('left', now(), now(), 9)
                        """)
                .update();

        meters.bindTo(registry);

        assertThat(age()).isBetween(7_200.0, 7_300.0);
        assertThat(registry.get("truebook.feed.news").functionCounters())
                .singleElement()
                .satisfies(counter -> assertThat(counter.count()).isEqualTo(3));
    }

    @Test
    void a_list_that_was_never_read_has_no_age() {
        meters.bindTo(registry);

        assertThat(age()).isNaN();
    }
}
