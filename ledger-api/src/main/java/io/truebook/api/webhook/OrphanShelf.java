package io.truebook.api.webhook;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The filed callbacks about no payment of ours, and what they wait for. */
final class OrphanShelf {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private volatile long lookedAt = System.nanoTime() - 2 * LOOK_AGAIN.toNanos();
    private volatile boolean any;

    OrphanShelf(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Has those looked at now that name something of these payments, those given up too; how many.
     *
     * <p>One that is under way was perhaps routed before the payment was known: it is taken out of
     * the worker's hands, whose word on it changes nothing any more.
     */
    int wake(String connection, Collection<String> paymentIds, Instant now) {
        return jdbc.sql(
                        """
                        update truebook.provider_callback
                        set due_at = :now, finished_at = null, lease_until = null,
                            claim_count = claim_count + 1
                        where status = 'orphan' and payment_id is null and connection = :connection
                            and waits_for && array(select object_id from truebook.provider_reference
                                where payment_id = any(:payments) and connection = :connection)
                        """)
                .param("connection", connection)
                .param("payments", paymentIds.toArray(String[]::new))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Whether none waits for its payment; looks once a second at most. */
    boolean isEmpty() {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_AGAIN.toNanos()) {
            lookedAt = now;
            any =
                    jdbc.sql(
                                    """
                                    select exists (select from truebook.provider_callback
                                        where status = 'orphan' and payment_id is null)
                                    """)
                            .query(Boolean.class)
                            .single();
        }
        return !any;
    }
}
