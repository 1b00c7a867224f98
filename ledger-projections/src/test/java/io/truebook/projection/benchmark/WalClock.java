package io.truebook.projection.benchmark;

import io.truebook.testing.TestDatabase;
import java.sql.SQLException;

/** What the server has written ahead so far: bytes, and whole pages among them. */
final class WalClock {

    /** What was written up to a moment. */
    record Reading(double bytes, double pages) {
        Reading minus(Reading earlier) {
            return new Reading(bytes - earlier.bytes, pages - earlier.pages);
        }
    }

    private static final String WRITTEN =
            "select wal_bytes, wal_fpi from pg_stat_wal, pg_stat_force_next_flush()";

    private final TestDatabase database;

    WalClock(TestDatabase database) {
        this.database = database;
    }

    Reading read() {
        try (var connection = database.connectAsSuperuser();
                var row = connection.createStatement().executeQuery(WRITTEN)) {
            row.next();
            return new Reading(row.getDouble(1), row.getDouble(2));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
