package io.truebook.projection.balance;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Keeps the totals of postings close behind the journal, as long as the application runs. */
public final class PostingTotalsJob implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PostingTotalsJob.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Between two blocks of a backlog: charges come first. */
    private static final Duration BREATH = Duration.ofMillis(20);

    private final PostingTotals totals;
    private final Thread thread;
    private volatile boolean stopped;

    private PostingTotalsJob(PostingTotals totals) {
        this.totals = totals;
        this.thread = Thread.ofVirtual().name("posting-totals").unstarted(this::loop);
    }

    public static PostingTotalsJob start(PostingTotals totals) {
        var job = new PostingTotalsJob(totals);
        job.thread.start();
        return job;
    }

    private void loop() {
        while (!stopped) {
            LockSupport.parkNanos((step() ? BREATH : LOOK_AGAIN).toNanos());
        }
    }

    private boolean step() {
        try {
            return totals.next();
        } catch (SQLException | RuntimeException away) {
            if (!stopped) {
                LOG.log(Level.WARNING, "Postings are not added up now: {0}", away.getMessage());
            }
            return false;
        }
    }

    /** Ends after the block it is at. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
