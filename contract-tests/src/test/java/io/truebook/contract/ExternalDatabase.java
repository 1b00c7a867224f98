package io.truebook.contract;

import io.truebook.testing.TestDatabase;

/**
 * The database a started application is given: its own, or in container mode a PostgreSQL that
 * somebody else runs, with an owner who migrates and a role that works.
 */
final class ExternalDatabase {

    private ExternalDatabase() {}

    /** Settings for the application's command line; empty when it is to start its own server. */
    static String[] settings() {
        if (!"docker".equals(System.getenv("TEST_PG"))) {
            return new String[0];
        }
        var database = TestDatabase.unmigrated();
        return new String[] {
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + TestDatabase.ROLE,
            "--spring.datasource.password=" + TestDatabase.PASSWORD,
            "--spring.flyway.user=" + TestDatabase.OWNER,
            "--spring.flyway.password=" + TestDatabase.PASSWORD
        };
    }
}
