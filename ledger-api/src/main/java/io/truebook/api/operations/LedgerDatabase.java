package io.truebook.api.operations;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the ledger is and as whom to work there.
 *
 * <p>The three logins may be one and the same on a server that somebody else runs; the role is set
 * on every connection, so the application never works with more rights than it needs.
 *
 * @param url JDBC, without user or password
 * @param owner migrates
 * @param application serves; as role {@code truebook} in schema {@code truebook}
 * @param simulator the simulated provider; as role {@code simulator} in schema {@code simulator}
 */
public record LedgerDatabase(String url, Login owner, Login application, Login simulator) {

    /** Connecting has a limit; statements have none, for some of them read the whole journal. */
    private static final int CONNECT_SECONDS = 5;

    /** A user of the database server. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user; // Never the password: this ends up in logs.
        }
    }

    /**
     * Opens a new connection each time; as the application. For pools and for the journal's writer.
     */
    public DataSource applicationDataSource() {
        return dataSource(application, "truebook");
    }

    /** Opens a new connection each time; as the owner of the tables, who may replace them. */
    public DataSource ownerDataSource() {
        return dataSource(owner, "truebook", "truebook-owner");
    }

    /** Opens a new connection each time; as the simulated provider. */
    public DataSource simulatorDataSource() {
        return dataSource(simulator, "simulator");
    }

    private DataSource dataSource(Login login, String role) {
        var dataSource = dataSource(login, role, role);
        dataSource.setOptions(startUpOptions(role));
        return dataSource;
    }

    private PGSimpleDataSource dataSource(Login login, String schema, String name) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setConnectTimeout(CONNECT_SECONDS);
        dataSource.setLoginTimeout(CONNECT_SECONDS);
        if (!login.user().isBlank()) { // Else it is in the URL.
            dataSource.setUser(login.user());
            dataSource.setPassword(login.password());
        }
        dataSource.setCurrentSchema(schema);
        dataSource.setApplicationName(name);
        return dataSource;
    }

    /** Takes the role as the connection starts, before any statement of ours can run without it. */
    static String startUpOptions(String role) {
        return "-c role=" + role;
    }
}
