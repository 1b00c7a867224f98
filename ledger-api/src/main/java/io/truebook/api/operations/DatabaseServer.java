package io.truebook.api.operations;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The PostgreSQL that holds the ledger, for as long as this process uses it. */
public sealed interface DatabaseServer extends AutoCloseable
        permits EmbeddedPostgres, ExternalPostgres {

    LedgerDatabase database();

    /** Stops what was started here, and nothing else. */
    @Override
    void close();

    /** The server at {@code spring.datasource.url}, or our own one, started now. */
    static DatabaseServer open(LedgerSettings settings, Environment environment) {
        var binder = Binder.get(environment);
        String url = binder.bind("spring.datasource.url", String.class).orElse("");
        return url.isBlank() ? EmbeddedPostgres.start(settings) : ExternalPostgres.at(url, binder);
    }
}
