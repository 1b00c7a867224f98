package io.truebook.projection.store;

import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A writer on a database of its own, for tests of the store. */
final class StoreFixture implements AutoCloseable {

    private static final AtomicInteger WRITERS = new AtomicInteger();

    final TestDatabase database = TestDatabase.fresh();
    final JournalWriter writer = anotherWriter();

    /** One more writer on the same database, as another node would have it. */
    JournalWriter anotherWriter() {
        return JournalWriter.start(unpooled(database.url()), settings());
    }

    static WriterSettings settings() {
        return WriterSettings.of("writer-" + WRITERS.incrementAndGet());
    }

    static WriterSettings settings(Duration recoveryPatience) {
        var all = settings();
        return new WriterSettings(
                all.writer(),
                all.queueCapacity(),
                all.maxAppends(),
                all.maxRows(),
                all.statementTimeout(),
                recoveryPatience);
    }

    static DataSource unpooled(String url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(TestDatabase.ROLE);
        source.setPassword(TestDatabase.PASSWORD);
        return source;
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
