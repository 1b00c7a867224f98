package io.truebook.api.operations;

import org.springframework.boot.context.properties.bind.Binder;

/**
 * A PostgreSQL (15 or newer) that somebody else runs.
 *
 * <p>{@code spring.flyway.user} migrates when it is given, otherwise the one login of {@code
 * spring.datasource} does.
 */
record ExternalPostgres(LedgerDatabase database) implements DatabaseServer {

    static ExternalPostgres at(String url, Binder properties) {
        var login = login(properties, "spring.datasource.username", "spring.datasource.password");
        var given = login(properties, "spring.flyway.user", "spring.flyway.password");
        var owner = given.user().isBlank() ? login : given;
        // The application's login must not reach the simulator's books, so the owner's does.
        return new ExternalPostgres(new LedgerDatabase(url, owner, login, owner));
    }

    private static LedgerDatabase.Login login(Binder properties, String user, String password) {
        return new LedgerDatabase.Login(
                properties.bind(user, String.class).orElse(""),
                properties.bind(password, String.class).orElse(""));
    }

    @Override
    public void close() {
        // Not ours to stop.
    }
}
