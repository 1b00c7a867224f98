package io.truebook.api.simulator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A delivery owed to an endpoint, with the event it carries; it is due at its time. */
record Owed(Effects.Delivery delivery, Effects.Event event, Clock clock) implements Delayed {

    private static final String DUE =
            """
            select d.id as delivery, d.event_id, d.endpoint, d.attempts, d.due_ms, d.forged,
                   d.old_secret, d.after_type, e.*
            from webhook_delivery d join event e on e.id = d.event_id
            where d.due_ms <= ? order by d.due_ms limit ?
            """;

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(delivery.dueMillis() - clock.millis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
    }

    Owed due(long dueMillis) {
        return new Owed(delivery.due(dueMillis, delivery.attempts()), event, clock);
    }

    /** The rows that are due, oldest first: what is owed from before, or more than memory holds. */
    static List<Owed> due(JdbcClient jdbc, Clock clock, int limit) {
        return jdbc.sql(DUE)
                .params(clock.millis(), limit)
                .query((row, _) -> new Owed(delivery(row), Books.event(row), clock))
                .list();
    }

    private static Effects.Delivery delivery(ResultSet row) throws SQLException {
        return new Effects.Delivery(
                row.getString("delivery"),
                row.getString("event_id"),
                row.getString("endpoint"),
                row.getInt("attempts"),
                row.getLong("due_ms"),
                Signing.of(row.getBoolean("forged"), row.getBoolean("old_secret")),
                row.getString("after_type"));
    }
}
