package io.truebook.projection.integrity;

import io.truebook.projection.balance.Booking;
import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;

/**
 * Derives postings and balances again from the first event on and names the first difference.
 *
 * <p>Invariants 1 to 4 of the design: entries balance and stay inside a tenant, and all balances of
 * a currency sum to zero; postings are the fold of the events, balances the fold of the postings;
 * the journal is gapless and its commits adjoin; a transaction id has one effect. One snapshot is
 * read as a stream, beside the running ledger.
 */
public final class IntegrityCheck {

    private static final String EVENTS =
            """
            select global_index, tenant, event_type, event_revision, payload, metadata
            from truebook.journal_event
            order by global_index\
            """;

    private final DataSource dataSource;
    private final EventJson json;
    private final Function<Object, Optional<Booking>> bookings;

    /** Checks what these bookings, a function of the event alone, say must be there. */
    public IntegrityCheck(
            DataSource dataSource, EventJson json, Function<Object, Optional<Booking>> bookings) {
        this.dataSource = dataSource;
        this.json = json;
        this.bookings = bookings;
    }

    /** Reads everything; it takes as long as the journal is. */
    public IntegrityReport run() throws SQLException {
        try (var snapshot = dataSource.getConnection()) {
            boolean autoCommit = snapshot.getAutoCommit();
            snapshot.setAutoCommit(false);
            try (var begin = snapshot.createStatement()) {
                begin.execute("set transaction isolation level repeatable read, read only");
                return new Run(snapshot).all();
            } finally {
                snapshot.rollback();
                snapshot.setAutoCommit(autoCommit);
            }
        }
    }

    /** One run over one snapshot. */
    private final class Run {

        private final Connection snapshot;
        private long events;
        private long postings;
        private long balances;
        private long batches;

        Run(Connection snapshot) {
            this.snapshot = snapshot;
        }

        IntegrityReport all() throws SQLException {
            Optional<IntegrityReport.Difference> difference = Optional.empty();
            try {
                checkBatches();
                checkBalances(checkEvents());
            } catch (DifferenceFound found) {
                difference = Optional.of(found.difference());
            }
            long transactions = count("select count(*) from truebook.transaction_register");
            return new IntegrityReport(
                    events, events, postings, balances, transactions, batches, difference);
        }

        /** Commits adjoin: each batch begins where the one before ended, up to the head. */
        private void checkBatches() throws SQLException {
            long last = 0;
            try (var rows =
                    new Rows(
                            snapshot,
                            """
                            select batch_id, first_index, last_index from truebook.journal_batch
                            order by batch_id\
                            """)) {
                for (; rows.isOn(); rows.next()) {
                    batches++;
                    if (rows.row().getLong(1) != batches || rows.row().getLong(2) != last + 1) {
                        throw new DifferenceFound(
                                "batches",
                                rows.row().getLong(2),
                                "batch %d begins at %d; expected batch %d at %d",
                                rows.row().getLong(1),
                                rows.row().getLong(2),
                                batches,
                                last + 1);
                    }
                    last = rows.row().getLong(3);
                }
            }
            long head = count("select last_index from truebook.ledger_head");
            if (head != last) {
                throw new DifferenceFound(
                        "batches",
                        head,
                        "the head is at %d, the last batch ends at %d",
                        head,
                        last);
            }
        }

        private Fold checkEvents() throws SQLException {
            try (var rows = new Rows(snapshot, EVENTS);
                    var postingWalk = new PostingWalk(snapshot);
                    var transactionWalk = new TransactionWalk(snapshot)) {
                for (; rows.isOn(); rows.next()) {
                    checkEvent(rows.row(), postingWalk, transactionWalk);
                    events++;
                    postings = postingWalk.count();
                }
                long head = count("select last_index from truebook.ledger_head");
                if (head != events) {
                    throw new DifferenceFound(
                            "events", events, "the journal ends, the head is at %d", head);
                }
                transactionWalk.end(events);
                return postingWalk.end();
            }
        }

        private void checkEvent(
                ResultSet row, PostingWalk postingWalk, TransactionWalk transactionWalk)
                throws SQLException {
            long position = row.getLong(1);
            if (position != events + 1) {
                throw new DifferenceFound(
                        "events", events + 1, "no such event; the next one is %d", position);
            }
            var tenant = row.getString(2);
            transactionWalk.expect(position, tenant, metaData(row));
            var booking = bookings.apply(event(row));
            postingWalk.expect(position, tenant, booking.map(List::of).orElse(List.of()));
        }

        private Map<String, ?> metaData(ResultSet row) throws SQLException {
            MetaData read =
                    json.deserialize(
                            new SimpleSerializedObject<>(
                                    row.getBytes(6), byte[].class, MetaData.class.getName(), null));
            return read;
        }

        private Object event(ResultSet row) throws SQLException {
            SerializedObject<byte[]> stored =
                    new SimpleSerializedObject<>(
                            row.getBytes(5), byte[].class, row.getString(3), row.getString(4));
            try {
                Object event = json.deserialize(stored);
                if (event instanceof UnknownSerializedType) {
                    throw new DifferenceFound(
                            "events", row.getLong(1), "unknown type %s", row.getString(3));
                }
                return event;
            } catch (SerializationException unreadable) {
                throw new DifferenceFound(
                        "events", row.getLong(1), "cannot be read as %s", row.getString(3));
            }
        }

        private void checkBalances(Fold fold) throws SQLException {
            Map<String, Fold.Columns> sums = new HashMap<>();
            try (var rows =
                    new Rows(
                            snapshot,
                            """
                            select a.tenant, a.name, b.currency, b.posted_debits, b.posted_credits,
                                b.pending_debits, b.pending_credits, b.version
                            from truebook.account_balance b
                            join truebook.account a on a.account_id = b.account_id
                            order by b.account_id, b.currency\
                            """)) {
                for (; rows.isOn(); rows.next()) {
                    checkBalance(rows.row(), fold, sums);
                    balances++;
                }
            }
            fold.rest().keySet().stream()
                    .findFirst()
                    .ifPresent(key -> {
                        throw new DifferenceFound("balances", 0, "missing: %s", key);
                    });
            sums.forEach(Run::requireZero);
        }

        private static void checkBalance(ResultSet row, Fold fold, Map<String, Fold.Columns> sums)
                throws SQLException {
            var key = new Fold.Key(row.getString(1), row.getString(2), row.getString(3));
            var stored = new Fold.Columns();
            stored.postedDebits = row.getLong(4);
            stored.postedCredits = row.getLong(5);
            stored.pendingDebits = row.getLong(6);
            stored.pendingCredits = row.getLong(7);
            stored.version = row.getLong(8);
            var derived = Objects.requireNonNullElseGet(fold.take(key), Fold.Columns::new);
            if (!stored.toString().equals(derived.toString())) {
                throw new DifferenceFound(
                        "balances", 0, "%s: stored %s, derived %s", key, stored, derived);
            }
            var sum =
                    sums.computeIfAbsent(
                            key.tenant() + " " + key.currency(), _ -> new Fold.Columns());
            sum.postedDebits = Math.addExact(sum.postedDebits, stored.postedDebits);
            sum.postedCredits = Math.addExact(sum.postedCredits, stored.postedCredits);
            sum.pendingDebits = Math.addExact(sum.pendingDebits, stored.pendingDebits);
            sum.pendingCredits = Math.addExact(sum.pendingCredits, stored.pendingCredits);
        }

        private static void requireZero(String of, Fold.Columns sum) {
            if (sum.postedDebits != sum.postedCredits || sum.pendingDebits != sum.pendingCredits) {
                throw new DifferenceFound("sums", 0, "%s does not sum to zero: %s", of, sum);
            }
        }

        private long count(String sql) throws SQLException {
            try (var statement = snapshot.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
