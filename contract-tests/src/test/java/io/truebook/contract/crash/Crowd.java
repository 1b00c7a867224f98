package io.truebook.contract.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Others who take every connection that PostgreSQL has to give, the application's too. */
final class Crowd {

    private static final String TOO_MANY = "53300";
    private static final int PUSHING = 8;

    private final DatabaseProcess database;
    private final Queue<Connection> taken = new ConcurrentLinkedQueue<>();

    Crowd(DatabaseProcess database) {
        this.database = database;
    }

    /** Returns when the application has no connection and can get none. */
    void gather() {
        do {
            var pushing = new ArrayList<Thread>();
            for (int i = 0; i < PUSHING; i++) {
                pushing.add(Thread.ofVirtual().start(this::takeUntilFull));
            }
            pushing.forEach(Crowd::join);
        } while (endOthers() > 0);
    }

    private void takeUntilFull() {
        try {
            while (true) {
                taken.add(database.connectAsOwner());
            }
        } catch (SQLException full) {
            if (!TOO_MANY.equals(full.getSQLState())) {
                throw new IllegalStateException(full);
            }
        }
    }

    /**
     * Ends the application's sessions; how many there were. The superuser has places of its own.
     */
    private long endOthers() {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                        + " where usename = '"
                                        + DatabaseProcess.ROLE
                                        + "'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void leave() {
        for (var connection : List.copyOf(taken)) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        taken.clear();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
