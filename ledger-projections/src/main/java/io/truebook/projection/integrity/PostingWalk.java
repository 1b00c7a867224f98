package io.truebook.projection.integrity;

import io.truebook.ledger.journal.Posting;
import io.truebook.projection.balance.Booking;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Compares the stored postings, in order, with those that follow from the events. */
final class PostingWalk implements AutoCloseable {

    private static final String POSTINGS =
            """
            select p.global_index, p.leg, p.tenant, a.tenant, a.name, p.currency, p.layer, p.side,
                p.amount_minor, p.item, p.effective_at, p.balance_minor, p.available_minor
            from truebook.posting p
            left join truebook.account a on a.account_id = p.account_id
            order by p.global_index, p.leg\
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
            Instant effectiveAt,
            long balance,
            long available) {}

    private final Rows stored;
    private final Fold fold = new Fold();
    private long count;

    PostingWalk(Connection snapshot) throws SQLException {
        stored = new Rows(snapshot, POSTINGS);
    }

    /** The postings of the next event must be exactly these. */
    void expect(long position, String tenant, List<Booking> bookings) throws SQLException {
        if (stored.isOn() && stored.row().getLong(1) < position) {
            long orphan = stored.row().getLong(1);
            throw new DifferenceFound("postings", orphan, "a posting names an event not there");
        }
        int leg = 0;
        for (var booking : bookings) {
            for (var posting : booking.entry().postings()) {
                expect(position, leg++, leg(tenant, posting, booking.effectiveAt()));
            }
        }
        if (stored.isOn() && stored.row().getLong(1) == position) {
            throw new DifferenceFound(
                    "postings",
                    position,
                    "stored leg %d does not follow from the event: %s",
                    stored.row().getInt(2),
                    read(stored.row()));
        }
    }

    private void expect(long position, int leg, Leg derived) throws SQLException {
        if (!stored.isOn() || stored.row().getLong(1) != position) {
            throw new DifferenceFound("postings", position, "leg %d is missing: %s", leg, derived);
        }
        var found = read(stored.row());
        if (stored.row().getInt(2) != leg || !found.equals(derived)) {
            throw new DifferenceFound(
                    "postings", position, "leg %d: stored %s, derived %s", leg, found, derived);
        }
        count++;
        stored.next();
    }

    private Leg leg(String tenant, Posting posting, Instant effectiveAt) {
        var normal = posting.account().line().normalSide();
        var after = fold.apply(tenant, posting);
        return new Leg(
                tenant,
                posting.account().value(),
                posting.amount().currency().code(),
                lower(posting.layer()),
                lower(posting.side()),
                posting.amount().minor(),
                posting.item(),
                effectiveAt.truncatedTo(ChronoUnit.MICROS),
                after.balance(normal),
                after.available(normal));
    }

    private static Leg read(ResultSet row) throws SQLException {
        boolean sameTenant = row.getString(3).equals(row.getString(4));
        return new Leg(
                sameTenant ? row.getString(3) : row.getString(3) + " on " + row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                row.getString(10),
                row.getObject(11, OffsetDateTime.class).toInstant(),
                row.getLong(12),
                row.getLong(13));
    }

    /** No posting is left over once the last event was seen. */
    Fold end() throws SQLException {
        if (stored.isOn()) {
            throw new DifferenceFound(
                    "postings",
                    stored.row().getLong(1),
                    "a posting names an event that is not there");
        }
        return fold;
    }

    long count() {
        return count;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws SQLException {
        stored.close();
    }
}
