package io.truebook.projection.balance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The postings of an account or an event, each with the balance it led to. */
public final class PostingQueries {

    /**
     * One leg of an entry, as booked.
     *
     * @param position index of the event that booked it
     * @param leg its place in the entry
     * @param amount minor units, above zero
     * @param balance of account and currency after it, positive on the normal side
     * @param available of account and currency after it
     * @param originalAt when it would have counted from, had that day not been closed; else null
     */
    public record PostingRow(
            long position,
            int leg,
            String account,
            String currency,
            String layer,
            String side,
            long amount,
            long balance,
            long available,
            String item,
            Instant effectiveAt,
            @Nullable Instant originalAt,
            Instant recordedAt) {}

    /** Where a page ended; rows booked later do not move it. */
    public record Cursor(long position, int leg) {
        /** Before the newest posting. */
        public static final Cursor NEWEST = new Cursor(Long.MAX_VALUE, 0);
    }

    private static final String POSTINGS =
            """
            select p.global_index, p.leg, a.name, p.currency, p.layer, p.side, p.amount_minor,
                p.balance_minor, p.available_minor, p.item, p.effective_at, e.recorded_at,
                late.original_at
            from truebook.posting p
            join truebook.account a on a.account_id = p.account_id
            join truebook.journal_event e on e.global_index = p.global_index
            left join truebook.late_entry late on late.global_index = p.global_index
            """;

    private final JdbcClient jdbc;

    public PostingQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** An account's postings, newest first, from after the cursor on. */
    public List<PostingRow> ofAccount(String tenant, String account, Cursor after, int limit) {
        return jdbc.sql(
                        POSTINGS
                                + """
                                where a.tenant = ? and a.name = ?
                                    and (p.global_index, p.leg) < (?, ?)
                                order by p.global_index desc, p.leg desc
                                limit ?\
                                """)
                .params(tenant, account, after.position(), after.leg(), limit)
                .query((row, _) -> read(row))
                .list();
    }

    /** The entries of a payment's events, oldest first. */
    public List<PostingRow> ofAggregate(String tenant, String aggregateId) {
        return jdbc.sql(
                        POSTINGS
                                + """
                                where e.tenant = ? and e.aggregate_id = ?
                                order by p.global_index, p.leg\
                                """)
                .params(tenant, aggregateId)
                .query((row, _) -> read(row))
                .list();
    }

    private static PostingRow read(ResultSet row) throws SQLException {
        var late = row.getObject(13, OffsetDateTime.class);
        return new PostingRow(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getString(10),
                row.getObject(11, OffsetDateTime.class).toInstant(),
                late == null ? null : late.toInstant(),
                row.getObject(12, OffsetDateTime.class).toInstant());
    }
}
