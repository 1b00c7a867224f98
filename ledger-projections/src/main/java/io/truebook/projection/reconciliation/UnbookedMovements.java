package io.truebook.projection.reconciliation;

import io.truebook.ledger.accountmovement.AccountMovementCommand.Kind;
import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a settlement file shows as moved for no payment, held back or given back or a fee of the
 * account, and that is not in the books yet.
 */
public final class UnbookedMovements {

    /**
     * One movement to book.
     *
     * @param movementId the balance transaction, or what a row without one is known by
     * @param amount signed as it changes the provider's balance
     */
    public record Line(
            long number, Kind kind, String movementId, Instant createdAt, Money amount) {}

    private static final String RESERVES = "('risk_reserved_funds', 'connect_reserved_funds')";

    /** The categories of rows that are booked under their own id. */
    static final String CATEGORIES =
            "('risk_reserved_funds', 'connect_reserved_funds', 'fee', 'network_cost', 'tax')";

    /**
     * What a person has booked otherwise, or is about to, is left to people; so is a fee on a fee,
     * which is of no payment either.
     */
    private static final String UNBOOKED =
            """
            r.category in {categories} and r.gross_minor <> 0
                and (r.fee_minor = 0 or r.category in {reserves})
                and not exists (
                    select from truebook.journal_event e
                    where e.aggregate_id = :connection || ':' || r.balance_transaction_id
                        and e.sequence_number = 0)
                and not exists (
                    select from truebook.reconciliation_break b
                    join truebook.break_case c on c.break_id = b.break_id
                    where b.balance_transaction_id = r.balance_transaction_id
                        and b.connection = :connection
                        and c.status not in ('open', 'dismissed'))
            """
                    .replace("{categories}", CATEGORIES)
                    .replace("{reserves}", RESERVES);

    private final JdbcClient jdbc;

    UnbookedMovements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} of a file in the order of its lines, from after a line on. */
    public List<Line> of(String connection, String fileId, long afterLine, int limit) {
        return jdbc.sql(
                        """
                        select r.line, r.balance_transaction_id, r.created_at, r.gross_minor,
                            r.currency, r.category in {reserves}
                        from truebook.settlement_row_current r
                        where r.file_id = :file and r.line > :line and
                        """
                                        .replace("{reserves}", RESERVES)
                                + UNBOOKED
                                + " order by r.line limit :limit")
                .param("connection", connection)
                .param("file", fileId)
                .param("line", afterLine)
                .param("limit", limit)
                .query((row, _) ->
                        new Line(
                                row.getLong(1),
                                row.getBoolean(6) ? Kind.RESERVE : Kind.FEE,
                                row.getString(2),
                                Times.read(row, 3),
                                Money.of(row.getLong(4), row.getString(5))))
                .list();
    }

    /** Whether there are any among the rows in the tables of a comparison's session. */
    static boolean areThere(JdbcClient session, String connection) {
        return session.sql("select exists (select from bundled_row r where " + UNBOOKED + ")")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }
}
