package io.truebook.projection.rebuild;

import io.truebook.projection.rebuild.Comparison.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Derives one projection again from the first event while the ledger works.
 *
 * <p>The new tables are filled beside the old ones, in bounded memory, until they are close behind
 * the journal; most rows are compared then. The head lock is held only for the last events, the
 * rows they touched, and the change of places. A run that is killed leaves the ledger as it was;
 * the next one begins anew.
 */
public final class Rebuild {

    private static final long STRETCH = 1_000;
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Any number that nobody else locks; two rebuilds would drop each other's tables. */
    private static final long ONE_AT_A_TIME = 0x7472_7565_626f_6f6bL;

    /** Lock not available, deadlock detected: somebody else's turn. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    private final DataSource owner;
    private final Projection projection;
    private final Shadow shadow;
    private final LongConsumer progress;
    private long position;

    /**
     * @param owner connections of the role that owns the tables
     * @param progress told the position that was reached, now and then
     */
    Rebuild(DataSource owner, Projection projection, LongConsumer progress) {
        this.owner = owner;
        this.projection = projection;
        this.shadow = new Shadow(projection.tables(), MigratedTables.ofTheClassPath());
        this.progress = progress;
    }

    /**
     * Fills, compares and swaps; or only fills and compares.
     *
     * @throws RebuildRefused when another one is running, or the program does not fit the database
     */
    public RebuildReport run(boolean compareOnly) throws SQLException {
        try (var work = owner.getConnection();
                var swap = owner.getConnection()) {
            begin(work);
            work.setAutoCommit(false);
            swap.setAutoCommit(false);
            try {
                catchUp(work);
                shadow.analyze(work);
                work.commit();
                long compared = Math.min(position, projection.reached(work, position));
                var found = new ArrayList<Difference>();
                for (var table : projection.tables()) {
                    Comparison.settled(work, table, compared).ifPresent(found::add);
                }
                work.commit();
                return finish(work, swap, compared, found, compareOnly);
            } finally {
                swap.rollback();
                work.rollback();
                Shadow.clear(work);
                // Not left to the end of the session, which the server notices a moment later.
                Sql.number(work, "select pg_advisory_unlock(%d)::int".formatted(ONE_AT_A_TIME));
                work.commit();
            }
        }
    }

    private void begin(Connection work) throws SQLException {
        if (Sql.number(work, "select pg_try_advisory_lock(%d)::int".formatted(ONE_AT_A_TIME))
                == 0) {
            throw new RebuildRefused("Another rebuild is running; one at a time");
        }
        long newest =
                Sql.number(
                        work,
                        "select max(version::bigint) from truebook.schema_history"
                                + " where success and version ~ '^[0-9]+$'");
        if (newest != MigratedTables.newest()) {
            throw new RebuildRefused(
                    "The database is at migration %d, this program at %d; use the one that runs"
                            .formatted(newest, MigratedTables.newest()));
        }
        Shadow.clear(work);
        shadow.make(work);
    }

    /** Until so little is left that the writer will not notice. */
    private void catchUp(Connection work) throws SQLException {
        for (long head = head(work); head - position > STRETCH; head = head(work)) {
            while (position + STRETCH <= head) {
                deriveTo(work, position + STRETCH);
                progress.accept(position);
            }
        }
    }

    private void deriveTo(Connection work, long upTo) throws SQLException {
        if (upTo > position) {
            projection.derive(work, position, upTo);
            work.commit();
            position = upTo;
        }
    }

    /** Tries until it gets the locks without keeping anybody waiting for long. */
    private RebuildReport finish(
            Connection work,
            Connection swap,
            long compared,
            List<Difference> settled,
            boolean compareOnly)
            throws SQLException {
        for (int attempt = 1; ; attempt++) {
            catchUp(work);
            try {
                return underTheLock(work, swap, compared, settled, compareOnly);
            } catch (SQLException e) {
                swap.rollback();
                work.rollback();
                if (!BUSY.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new RebuildRefused(
                            "Others keep the tables locked (a long check, say); try again later");
                }
                LockSupport.parkNanos(PAUSE.multipliedBy(attempt).toNanos());
            }
        }
    }

    private RebuildReport underTheLock(
            Connection work,
            Connection swap,
            long compared,
            List<Difference> settled,
            boolean compareOnly)
            throws SQLException {
        // Well below the writer's own limit of five seconds, so that no command is refused for it.
        Sql.run(swap, "set local lock_timeout = 3000", "set local statement_timeout = 3000");
        long head = Sql.number(swap, "select last_index from truebook.ledger_head for update");
        long began = System.nanoTime();
        deriveTo(work, head);
        Sql.run(swap, "set local lock_timeout = 300");
        for (var table : projection.tables()) {
            if (Sql.exists(swap, table.live())) {
                Sql.run(swap, "lock table " + table.live() + " in exclusive mode");
            }
        }
        long reached = Math.min(head, projection.reached(swap, head));
        var found = new ArrayList<>(settled);
        for (var table : projection.tables()) {
            var difference =
                    reached < head
                            ? Comparison.between(swap, table, compared, reached)
                            : Comparison.since(swap, table, compared);
            difference.ifPresent(found::add);
        }
        if (!compareOnly) {
            projection.beforeSwap(swap, compared);
            shadow.swap(swap);
            swap.commit();
        } else {
            swap.rollback();
        }
        var held = Duration.ofNanos(System.nanoTime() - began);
        return report(found, head, reached, !compareOnly, held);
    }

    private RebuildReport report(
            List<Difference> found, long head, long reached, boolean swapped, Duration held) {
        return new RebuildReport(
                projection.name(),
                head,
                head - reached,
                found.stream().mapToLong(difference -> Math.max(1, difference.rows())).sum(),
                found.stream().map(Difference::first).findFirst(),
                swapped,
                held);
    }

    private static long head(Connection work) throws SQLException {
        return Sql.number(work, "select last_index from truebook.ledger_head");
    }
}
