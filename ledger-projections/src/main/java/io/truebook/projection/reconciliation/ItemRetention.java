package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets go the lines of what agrees in old runs; differences and totals are kept for ever.
 *
 * <p>The run says so before its first line goes, so that no report is short of lines in silence.
 * Doing it again, here or on another node, changes nothing.
 */
public final class ItemRetention {

    private static final int ROWS_AT_ONCE = 10_000;

    private final JdbcClient jdbc;

    public ItemRetention(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Prunes a run whose period ended before {@code before}, if there is one.
     *
     * @return whether there was one
     */
    public boolean pruneNext(Instant before, Instant now) {
        var run = next(before);
        run.ifPresent(id -> {
            say(id, now);
            while (delete(id) > 0) {
                // A part at a time: each is short, and what is done stays done.
            }
            jdbc.sql(
                            """
                            update truebook.reconciliation_run set lines_are_whole = false
                            where run_id = ?
                            """)
                    .param(id)
                    .update();
        });
        return run.isPresent();
    }

    private Optional<String> next(Instant before) {
        return jdbc.sql(
                        """
                        select run_id from truebook.reconciliation_run
                        where period_to < ? and lines_are_whole
                        order by period_to, sequence limit 1
                        """)
                .param(utc(before))
                .query((row, _) -> row.getString(1))
                .optional();
    }

    private int delete(String run) {
        return jdbc.sql(
                        """
                        delete from truebook.reconciliation_item where ctid = any(array(
                            select ctid from truebook.reconciliation_item
                            where run_id = ? and status = 'matched' limit ?))
                        """)
                .params(run, ROWS_AT_ONCE)
                .update();
    }

    private void say(String run, Instant now) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_run
                        set lines_pruned_at = coalesce(lines_pruned_at, ?) where run_id = ?
                        """)
                .params(utc(now), run)
                .update();
    }
}
