package io.truebook.projection.balance;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Keeps what is derived from complete blocks close behind the journal, as long as it is open. */
public final class BlockJob implements AutoCloseable {

    private static final Logger LOG = System.getLogger(BlockJob.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Between two blocks of a backlog: charges come first. */
    private static final Duration BREATH = Duration.ofMillis(20);

    /** Does the next block; false when there is none for it. */
    public interface Blocks {
        boolean next() throws SQLException;
    }

    private final String name;
    private final Blocks blocks;
    private final Thread thread;
    private volatile boolean stopped;

    private BlockJob(String name, Blocks blocks) {
        this.name = name;
        this.blocks = blocks;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /**
     * @param name of what is kept, for the log
     */
    public static BlockJob start(String name, Blocks blocks) {
        var job = new BlockJob(name, blocks);
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
            return blocks.next();
        } catch (SQLException | RuntimeException away) {
            if (!stopped) {
                LOG.log(Level.WARNING, "{0} fall behind: {1}", name, away.getMessage());
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
