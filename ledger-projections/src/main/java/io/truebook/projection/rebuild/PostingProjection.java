package io.truebook.projection.rebuild;

import io.truebook.projection.balance.Booking;
import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The postings: what each event does to the accounts, with the balances it leads to. */
final class PostingProjection implements Projection {

    private static final DerivedTable POSTING =
            new DerivedTable(
                    "posting",
                    List.of("global_index", "leg"),
                    List.of(
                            "global_index",
                            "leg",
                            "tenant",
                            "account_id",
                            "currency",
                            "layer",
                            "side",
                            "amount_minor",
                            "balance_minor",
                            "available_minor",
                            "item",
                            "effective_at"),
                    "r.global_index > {position}");

    /** Of the same events, so derived in the same walk. */
    private static final DerivedTable LATE_ENTRY =
            new DerivedTable(
                    "late_entry",
                    List.of("global_index"),
                    List.of("global_index", "tenant", "original_at"),
                    "r.global_index > {position}");

    private static final String INSERT_LATE =
            """
            insert into truebook_rebuild.late_entry (global_index, tenant, original_at)
            values (?, ?, ?)\
            """;

    /** One statement for many rows: each one costs a check that it balances. */
    private static final String INSERT =
            """
            insert into truebook_rebuild.posting (global_index, leg, tenant, account_id, currency,
                layer, side, amount_minor, balance_minor, available_minor, item, effective_at)
            values\
            """;

    private static final String ROW = " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int COLUMNS = 12;

    private final BookedEvents booked;

    PostingProjection(EventJson json, Function<Object, Optional<Booking>> bookings) {
        booked = new BookedEvents(json, bookings);
    }

    @Override
    public String name() {
        return "postings";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(POSTING, LATE_ENTRY);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        var rows = new Rows(work);
        booked.walk(work, after, upTo, rows::add);
        rows.end();
    }

    /** Collects rows up to a whole event, because only whole events balance. */
    private static final class Rows {

        private static final int MANY = 500;

        private final Connection work;
        private final List<Object> values = new ArrayList<>();
        private int rows;
        private long last;

        Rows(Connection work) {
            this.work = work;
        }

        void add(BookedEvents.Booked leg) throws SQLException {
            if (rows >= MANY && leg.index() != last) {
                end();
            }
            last = leg.index();
            rows++;
            if (leg.leg() == 0) {
                addIfLate(leg);
            }
            var posting = leg.posting();
            var normal = posting.account().line().normalSide();
            values.addAll(
                    List.of(
                            leg.index(),
                            leg.leg(),
                            leg.tenant(),
                            leg.account(),
                            posting.amount().currency().code(),
                            lower(posting.layer()),
                            lower(posting.side()),
                            posting.amount().minor(),
                            leg.after().balance(normal),
                            leg.after().available(normal),
                            posting.item(),
                            leg.effectiveAt()
                                    .truncatedTo(ChronoUnit.MICROS)
                                    .atOffset(ZoneOffset.UTC)));
        }

        /** Few, if any: one by one. */
        private void addIfLate(BookedEvents.Booked leg) throws SQLException {
            var own = leg.ownTime().truncatedTo(ChronoUnit.MICROS);
            if (own.equals(leg.effectiveAt())) {
                return;
            }
            try (var statement = work.prepareStatement(INSERT_LATE)) {
                statement.setLong(1, leg.index());
                statement.setString(2, leg.tenant());
                statement.setObject(3, own.atOffset(ZoneOffset.UTC));
                statement.executeUpdate();
            }
        }

        void end() throws SQLException {
            if (rows == 0) {
                return;
            }
            var sql = INSERT + (ROW + ",").repeat(rows - 1) + ROW;
            try (var statement = work.prepareStatement(sql)) {
                bind(statement);
                statement.executeUpdate();
            }
            values.clear();
            rows = 0;
        }

        private void bind(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < rows * COLUMNS; i++) {
                statement.setObject(i + 1, values.get(i));
            }
        }

        private static String lower(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }
}
