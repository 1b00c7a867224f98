package io.truebook.projection.integrity;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.ledger.journal.Posting;
import io.truebook.projection.balance.Booking;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares the stored postings, in the order of the events, with those that follow from the events.
 * What stands on the accounts after each is {@link AccountWalk}'s.
 */
final class PostingWalk {

    private static final String POSTINGS =
            """
            select p.global_index, p.leg, p.tenant, coalesce(a.tenant, ''), coalesce(a.name, ''),
                p.currency, p.layer, p.side, p.amount_minor, p.item, p.effective_at
            from truebook.posting p
            left join truebook.account a on a.account_id = p.account_id
            where (p.global_index, p.leg) > (?, ?) and p.global_index <= ?
            order by p.global_index, p.leg limit ?\
            """;

    /** A posting as text, so that a difference names both sides in the same words. */
    private record Leg(
            String tenant,
            String account,
            String currency,
            String layer,
            String side,
            long minor,
            String item,
            Instant effectiveAt) {}

    private record Row(long position, int leg, Leg stored) {}

    private final Pages<Row> stored;
    private final LateEntryWalk late;
    private final BooksWalk books;
    private long count;

    PostingWalk(Tables tables, HeadRow head) {
        stored =
                new Pages<>(last ->
                        tables.list(
                                POSTINGS,
                                PostingWalk::read,
                                last == null ? 0 : last.position,
                                last == null ? 0 : last.leg,
                                head.lastIndex(),
                                Tables.PAGE));
        late = new LateEntryWalk(tables, head);
        books = new BooksWalk(tables, head);
    }

    private static Row read(ResultSet row) throws SQLException {
        boolean sameTenant = row.getString(3).equals(row.getString(4));
        var leg =
                new Leg(
                        sameTenant
                                ? row.getString(3)
                                : row.getString(3) + " on " + row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getLong(9),
                        row.getString(10),
                        row.getObject(11, OffsetDateTime.class).toInstant());
        return new Row(row.getLong(1), row.getInt(2), leg);
    }

    /** What comes behind this event counts from then on at the earliest. */
    void close(PeriodClosed event, long position) {
        books.close(event, position);
    }

    /** The postings of the next event must be exactly these. */
    void expect(long position, String tenant, Optional<Booking> booking) throws SQLException {
        requireNoneBefore(position);
        int leg = 0;
        if (booking.isPresent()) {
            var own = booking.get().effectiveAt();
            var counted = books.countsFrom(tenant, own);
            for (var posting : booking.get().entry().postings()) {
                expect(position, leg++, leg(tenant, posting, counted));
            }
            if (leg > 0) {
                late.expect(position, tenant, own, counted);
            }
        }
        var more = stored.peek();
        if (more != null && more.position == position) {
            throw new DifferenceFound(
                    "postings",
                    position,
                    "posting (%d, %d) does not follow from the event: %s",
                    position,
                    more.leg,
                    more.stored);
        }
    }

    private void requireNoneBefore(long position) throws SQLException {
        var orphan = stored.peek();
        if (orphan != null && orphan.position < position) {
            throw new DifferenceFound(
                    "postings",
                    orphan.position,
                    "posting (%d, %d) names an event that is not there",
                    orphan.position,
                    orphan.leg);
        }
    }

    private void expect(long position, int leg, Leg derived) throws SQLException {
        var found = stored.peek();
        if (found == null || found.position != position) {
            throw new DifferenceFound(
                    "postings",
                    position,
                    "posting (%d, %d) is missing; expected %s",
                    position,
                    leg,
                    derived);
        }
        if (found.leg != leg || !found.stored.equals(derived)) {
            throw new DifferenceFound(
                    "postings",
                    position,
                    "posting (%d, %d): stored %s, derived %s",
                    position,
                    found.leg,
                    found.stored,
                    derived);
        }
        count++;
        stored.next();
    }

    private static Leg leg(String tenant, Posting posting, Instant effectiveAt) {
        return new Leg(
                tenant,
                posting.account().value(),
                posting.amount().currency().code(),
                lower(posting.layer()),
                lower(posting.side()),
                posting.amount().minor(),
                posting.item(),
                effectiveAt.truncatedTo(ChronoUnit.MICROS));
    }

    /** No posting is left over once the last event was seen. */
    void end() throws SQLException {
        requireNoneBefore(Long.MAX_VALUE);
        late.end();
        books.end();
    }

    long count() {
        return count;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
