package io.truebook.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key is believed for a second without asking again, and not a moment longer. */
@Tag("database")
class KeyRingDbTest {

    private static final Caller READER = new Caller("default", "auditor", Role.READER);

    private final TestDatabase database = TestDatabase.fresh();
    private final ApiKeys keys = new ApiKeys(database.dataSource(), Clock.systemUTC());
    private final AtomicLong nanos = new AtomicLong();
    private final KeyRing ring = new KeyRing(keys, nanos::get);

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void a_key_that_is_revoked_is_shut_out_within_a_second() {
        var key = keys.create(READER);
        assertThat(ring.find(key)).hasValue(READER);

        keys.revoke(keys.list().getFirst().id());

        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(ring.find(key)).as("believed, without asking").hasValue(READER);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(ring.find(key)).isEmpty();
        assertThat(ring.find(key)).isEmpty();
    }

    @Test
    void a_key_that_is_let_in_later_is_known_at_once() {
        var key = keys.draw();
        assertThat(ring.find(key)).isEmpty();

        keys.admit(key, READER);

        assertThat(ring.find(key)).hasValue(READER);
    }
}
