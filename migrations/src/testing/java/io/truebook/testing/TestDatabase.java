package io.truebook.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for one test or test class: migrated, empty, on a real PostgreSQL.
 *
 * <p>Copied from a template that is migrated once per JVM, so {@link #fresh()} costs a fraction of
 * a second. Closing drops it; a test that forgets to close leaves it to the end of the JVM. The
 * roles are the ones of production, so what a test may do is what the application may do.
 */
public final class TestDatabase implements AutoCloseable {

    /** Owns the tables and migrates. */
    public static final String OWNER = "truebook_owner";

    /** What the application works as: may not change the journal. */
    public static final String ROLE = "truebook";

    /** Owns schema {@code simulator}, and reaches nothing else. */
    public static final String SIMULATOR = "simulator";

    /** Of each of the three roles. */
    public static final String PASSWORD = "only-for-tests";

    private static final String TEMPLATE = "truebook_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String name;
    private final HikariDataSource pool;

    private TestDatabase(String name) {
        this.name = name;
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(ROLE);
        config.setPassword(PASSWORD);
        config.setSchema("truebook");
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setPoolName(name);
        this.pool = new HikariDataSource(config);
    }

    /** A new database with every migration applied. */
    public static TestDatabase fresh() {
        String name = "test_" + COUNTER.incrementAndGet();
        create(name, Template.migrated());
        return new TestDatabase(name);
    }

    /** A new database with the roles but no table, for tests of migrating itself. */
    public static TestDatabase unmigrated() {
        String name = "test_" + COUNTER.incrementAndGet();
        Template.roles();
        create(name, "template1");
        return new TestDatabase(name);
    }

    /** At the end of the JVM, for what uses this database until then: before its server stops. */
    public void beforeServerStops(Runnable closing) {
        TestPostgres.beforeStop(closing);
    }

    public String url() {
        return TestPostgres.server().url(name);
    }

    /** A pool of up to 16 connections as the application's role, in schema {@code truebook}. */
    public DataSource dataSource() {
        return pool;
    }

    /** Not pooled; as the owner, in schema {@code truebook}. */
    public DataSource ownerDataSource() {
        return dataSource(OWNER, "truebook");
    }

    /** Not pooled; as the simulated provider, in its own schema. */
    public DataSource simulatorDataSource() {
        return dataSource(SIMULATOR, "simulator");
    }

    /** As the server's superuser: what somebody with full access could do behind our back. */
    public Connection connectAsSuperuser() throws SQLException {
        return TestPostgres.server().connectAsSuperuser(name);
    }

    @Override
    public void close() {
        pool.close();
        asSuperuser("drop database if exists " + name + " with (force)");
    }

    private DataSource dataSource(String role, String schema) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(role);
        dataSource.setPassword(PASSWORD);
        dataSource.setCurrentSchema(schema);
        return dataSource;
    }

    private static void create(String name, String template) {
        asSuperuser("create database " + name + " template " + template + " owner " + OWNER);
    }

    private static void asSuperuser(String... statements) {
        try (var connection = TestPostgres.server().connectAsSuperuser("postgres");
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The test server refused: " + e.getMessage(), e);
        }
    }

    /** Made at most once per JVM each; the monitor is that of the class. */
    private static final class Template {

        private static boolean rolesMade;
        private static boolean migrated;

        static synchronized void roles() {
            if (!rolesMade) {
                asSuperuser(
                        createRole(OWNER),
                        createRole(ROLE),
                        createRole(SIMULATOR),
                        "grant " + SIMULATOR + " to " + OWNER);
                rolesMade = true;
            }
        }

        static synchronized String migrated() {
            if (!migrated) {
                roles();
                create(TEMPLATE, "template1");
                Flyway.configure()
                        .dataSource(TestPostgres.server().url(TEMPLATE), OWNER, PASSWORD)
                        .locations("classpath:db/ledger")
                        .schemas("truebook")
                        .table("schema_history")
                        .load()
                        .migrate();
                migrated = true;
            }
            return TEMPLATE;
        }

        private static String createRole(String role) {
            return "create role " + role + " login password '" + PASSWORD + "'";
        }
    }
}
