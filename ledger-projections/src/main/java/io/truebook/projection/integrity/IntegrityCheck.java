package io.truebook.projection.integrity;

import io.truebook.projection.balance.Booking;
import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.VerifierKey;
import io.truebook.projection.store.EventJson;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Derives everything again from the first event on and names the first difference.
 *
 * <p>Invariants 1 to 4 of the design: entries balance and stay inside a tenant, and all balances of
 * a currency sum to zero; postings are the fold of the events, balances the fold of the postings;
 * the journal is gapless, its commits adjoin, and it is what was sealed and signed; a transaction
 * id has one effect, and a fact of a provider is booked once. Invariants 6 and 11 to 13: no refund
 * of ours exceeds what is left, and all that we send out was wanted; holds, pending refunds,
 * disputes and suspense stand open exactly as the payments and breaks they are about say, and
 * nothing that should stand open does not. Invariant 9: whatever is not over is followed, and is
 * looked at by its time; breaks are listed as they were decided, with their owner and their age.
 *
 * <p>It reads beside the running ledger, in pages, and looks at what was there when it began; its
 * memory grows with what is open on one account, not with the journal nor with the number of
 * accounts.
 */
public final class IntegrityCheck {

    private final DataSource dataSource;
    private final EventJson json;
    private final Function<Object, Optional<Booking>> bookings;
    private final @Nullable CheckpointFolder folder;
    private final @Nullable VerifierKey key;

    /** Checks what these bookings, a function of the event alone, say must be there. */
    public IntegrityCheck(
            DataSource dataSource, EventJson json, Function<Object, Optional<Booking>> bookings) {
        this(dataSource, json, bookings, null, null);
    }

    private IntegrityCheck(
            DataSource dataSource,
            EventJson json,
            Function<Object, Optional<Booking>> bookings,
            @Nullable CheckpointFolder folder,
            @Nullable VerifierKey key) {
        this.dataSource = dataSource;
        this.json = json;
        this.bookings = bookings;
        this.folder = folder;
        this.key = key;
    }

    /**
     * The same check, and also against the checkpoints in this folder.
     *
     * @param key null: roots are compared, signatures are not checked
     */
    public IntegrityCheck against(CheckpointFolder outside, @Nullable VerifierKey key) {
        return new IntegrityCheck(dataSource, json, bookings, outside, key);
    }

    /** Reads everything; it takes as long as the journal is. */
    public IntegrityReport run() throws SQLException {
        return run(Progress.NOBODY);
    }

    /** Reads everything and says how far it has come. */
    public IntegrityReport run(Progress progress) throws SQLException {
        try (var tables = new Tables(dataSource)) {
            var head = HeadRow.read(tables);
            var reader = new EventReader(tables, json);
            var events = new EventWalk(tables, head, reader, bookings);
            var batches = new BatchWalk();
            var accounts = new AccountWalk(head, new ItemWalk(tables, reader, head));
            Optional<IntegrityReport.Difference> difference = Optional.empty();
            try {
                batches.run(tables, head);
                events.run(
                        () -> new CheckpointWalk(tables, head, dataSource, folder, key), progress);
                new StreamWalk(
                                new MoneyOutWalk(reader, head),
                                new StandingWalk(tables, reader, head))
                        .run(tables, head, progress);
                accounts.run(tables, progress, events.postings());
                new OpenWalk(tables).run();
                new BreakWalk(tables).run();
            } catch (DifferenceFound found) {
                difference = Optional.of(found.difference());
            }
            return new IntegrityReport(
                    head.lastIndex(),
                    events.count(),
                    events.postings(),
                    accounts.count(),
                    events.transactions(),
                    batches.count(),
                    events.seals(),
                    events.checkpoints(),
                    difference);
        }
    }
}
