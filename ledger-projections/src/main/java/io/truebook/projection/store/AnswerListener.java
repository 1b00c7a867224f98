package io.truebook.projection.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Hears when another node has answered a transaction, and rings for whoever waits here.
 *
 * <p>Only a convenience: a waiter looks again by itself, so a lost notice costs it a second.
 */
final class AnswerListener implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AnswerListener.class.getName());
    private static final int LOOK_UP_MILLIS = 200;

    /** How many looks without a notice until the server has to say something. */
    private static final int SILENT_LOOKS = 50;

    private static final int ANSWER_MILLIS = 5_000;

    private final DataSource unpooled;
    private final String ownName;
    private final AnswerBell bell;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    AnswerListener(DataSource unpooled, String ownName, AnswerBell bell) {
        this.unpooled = unpooled;
        this.ownName = ownName;
        this.bell = bell;
        this.thread = Thread.ofVirtual().name("answer-listener").start(this::run);
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (var connection = unpooled.getConnection()) {
                listen(connection);
            } catch (SQLException away) {
                LOG.log(Level.DEBUG, "No notices for now", away);
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen truebook_answers");
        }
        var notices = connection.unwrap(PGConnection.class);
        int silent = 0;
        while (closed.getCount() > 0) {
            var heard = notices.getNotifications(LOOK_UP_MILLIS);
            if (heard == null || heard.length == 0) {
                if (++silent % SILENT_LOOKS == 0) {
                    requireLife(connection);
                }
                continue;
            }
            for (var notice : heard) {
                if (!notice.getParameter().equals(ownName)) {
                    bell.ringAll();
                }
            }
        }
    }

    /** Silence looks the same whether there is no notice or no server any more. */
    private static void requireLife(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        connection.setNetworkTimeout(Runnable::run, 0);
    }

    private void pause() {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
