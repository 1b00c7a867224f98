package io.truebook.projection.rebuild;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.ledger.journal.Posting;
import io.truebook.projection.balance.Booking;
import io.truebook.projection.balance.FoldedBalance;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.OpenBooks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The postings that follow from the events, in order, each with the balance after it.
 *
 * <p>Keeps one balance per account and currency in memory, whatever the length of the journal.
 */
final class BookedEvents {

    /** One leg: where it goes and what it leads to. */
    record Booked(
            long index,
            int leg,
            String tenant,
            long account,
            Posting posting,
            Instant ownTime,
            Instant effectiveAt,
            FoldedBalance after) {}

    /** What is done with each of them. */
    interface Sink {
        void accept(Booked booked) throws SQLException;
    }

    private record Name(String tenant, String account) {}

    private record Line(Name account, String currency) {}

    private final EventsInOrder events;
    private final Function<Object, Optional<Booking>> bookings;
    private final Map<Line, FoldedBalance> balances = new HashMap<>();
    private final Map<Name, Long> accounts = new HashMap<>();
    private final OpenBooks books = new OpenBooks();

    BookedEvents(EventJson json, Function<Object, Optional<Booking>> bookings) {
        this.events = new EventsInOrder(json);
        this.bookings = bookings;
    }

    void walk(Connection connection, long after, long upTo, Sink sink) throws SQLException {
        for (var stored : events.between(connection, after, upTo)) {
            var booking = bookings.apply(stored.event());
            if (booking.isPresent()) {
                book(connection, stored, booking.get(), sink);
            }
            if (stored.event() instanceof PeriodClosed closed) {
                books.close(closed.tenant(), closed.openFrom());
            }
        }
    }

    private void book(
            Connection connection, EventsInOrder.Stored stored, Booking booking, Sink sink)
            throws SQLException {
        int leg = 0;
        for (var posting : booking.entry().postings()) {
            var name = new Name(stored.tenant(), posting.account().value());
            var line = new Line(name, posting.amount().currency().code());
            var after = balances.computeIfAbsent(line, _ -> new FoldedBalance());
            after.move(posting);
            sink.accept(
                    new Booked(
                            stored.index(),
                            leg++,
                            stored.tenant(),
                            account(connection, name),
                            posting,
                            booking.effectiveAt(),
                            books.countsFrom(stored.tenant(), booking.effectiveAt()),
                            after));
        }
    }

    /** Ids were given out once and are in every posting, so they are looked up, not derived. */
    private long account(Connection connection, Name name) throws SQLException {
        var known = accounts.get(name);
        if (known == null) {
            known = read(connection, name);
            accounts.put(name, known);
        }
        return known;
    }

    private static long read(Connection connection, Name name) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select account_id from truebook.account where tenant = ? and name = ?")) {
            statement.setString(1, name.tenant);
            statement.setString(2, name.account);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new RebuildRefused("Account " + name.account + " is gone");
                }
                return row.getLong(1);
            }
        }
    }
}
