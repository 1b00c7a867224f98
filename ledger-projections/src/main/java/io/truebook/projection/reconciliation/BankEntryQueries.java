package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Entries of our bank's statements and the payouts they were taken for; not what they say. */
public final class BankEntryQueries {

    /** A payout an entry is taken for. */
    public record MatchedTo(String connection, String payoutId, String rule, Instant at) {}

    /** A payout somebody has said it is not. */
    public record NotTo(
            String connection, String payoutId, Instant at, String principal, String reason) {}

    /**
     * An entry.
     *
     * @param amount above zero where the account was credited
     * @param match null where it is nobody's
     */
    public record BankEntryRow(
            String id,
            String account,
            LocalDate bookedOn,
            Money amount,
            @Nullable MatchedTo match,
            List<NotTo> not) {

        BankEntryRow with(List<NotTo> refused) {
            return new BankEntryRow(id, account, bookedOn, amount, match, refused);
        }
    }

    /** Where a page ended: newest days first. */
    public record Cursor(LocalDate day, String id) {}

    private static final String ENTRIES =
            """
            select e.entry_id, e.account, e.booked_on, e.amount_minor, e.currency, m.connection,
                m.payout_id, m.rule, m.matched_at
            from truebook.bank_entry e
            left join truebook.bank_match m on m.entry_id = e.entry_id
            """;

    private final JdbcClient jdbc;

    public BankEntryQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    public Optional<BankEntryRow> of(String tenant, String id) {
        return jdbc.sql(ENTRIES + "where e.tenant = ? and e.entry_id = ?")
                .params(tenant, id)
                .query((row, _) -> read(row))
                .optional()
                .map(entry -> entry.with(not(entry.id)));
    }

    /**
     * A page, newest days first.
     *
     * @param payout of this payout alone; null for any
     * @param rule matched by this rule alone; null for any, and for what is nobody's
     */
    public List<BankEntryRow> list(
            String tenant,
            @Nullable String payout,
            @Nullable String rule,
            @Nullable Cursor after,
            int limit) {
        return jdbc
                .sql(
                        ENTRIES
                                + """
                                where e.tenant = :tenant
                                    and (:payout::text is null or e.entry_id = any(array(
                                        select o.entry_id from truebook.bank_match o
                                        where o.tenant = :tenant and o.payout_id = :payout)))
                                    and (:rule::text is null or m.rule = :rule)
                                    and (e.booked_on, e.entry_id) < (:day::date, :id)
                                order by e.booked_on desc, e.entry_id desc
                                limit :limit
                                """)
                .param("tenant", tenant)
                .param("payout", payout)
                .param("rule", rule)
                .param("day", after == null ? "9999-12-31" : after.day.toString())
                .param("id", after == null ? "" : after.id)
                .param("limit", limit)
                .query((row, _) -> read(row))
                .list()
                .stream()
                .map(entry -> entry.with(not(entry.id)))
                .toList();
    }

    private List<NotTo> not(String entryId) {
        return jdbc.sql(
                        """
                        select connection, payout_id, unmatched_at, principal, reason
                        from truebook.bank_unmatch where entry_id = ? order by unmatched_at
                        """)
                .param(entryId)
                .query((row, _) ->
                        new NotTo(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getString(4),
                                row.getString(5)))
                .list();
    }

    private static BankEntryRow read(ResultSet row) throws SQLException {
        var payout = row.getString(7);
        return new BankEntryRow(
                row.getString(1),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                Money.of(row.getLong(4), row.getString(5)),
                payout == null
                        ? null
                        : new MatchedTo(
                                row.getString(6),
                                payout,
                                row.getString(8),
                                row.getObject(9, OffsetDateTime.class).toInstant()),
                List.of());
    }
}
