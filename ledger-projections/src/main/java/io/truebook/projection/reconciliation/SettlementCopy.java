package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into {@code settlement_row}, in the text form of COPY.
 *
 * <p>Nothing but one buffer is held, however many rows there are. While it is open its connection
 * can do nothing else.
 */
final class SettlementCopy implements AutoCloseable {

    private static final String INTO =
            """
            copy truebook.settlement_row (file_id, line, tenant, connection, balance_transaction_id,
                category, created_at, available_at, currency, gross_minor, fee_minor, net_minor,
                source_id, charge_id, payment_intent_id, payout_id, charge_operation,
                refund_operation, row_type, charged_minor, charged_currency, exchange_rate,
                commission_minor, markup_minor, scheme_fees_minor, interchange_minor) from stdin
            """;
    private static final int FLUSH_AT = 64 * 1024;

    private final NewFile file;
    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(FLUSH_AT + 4096);
    private long rows;

    SettlementCopy(Connection connection, NewFile file) throws SQLException {
        this.file = file;
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(INTO);
    }

    void add(long number, SettlementLine line) throws SQLException {
        var row = line.row();
        first(file.id()).next(number).next(file.tenant()).next(file.connection());
        next(row.balanceTransactionId()).next(row.category());
        next(row.createdAt()).next(row.availableAt()).next(row.gross().currency().code());
        next(row.gross().minor()).next(row.fee().minor()).next(row.net().minor());
        next(row.sourceId()).next(row.chargeId()).next(row.paymentIntentId());
        next(row.payoutId()).next(row.chargeOperation()).next(row.refundOperation());
        next(line.type());
        var conversion = line.conversion();
        Money charged = conversion == null ? null : conversion.charged();
        next(charged == null ? null : charged.minor());
        next(charged == null ? null : charged.currency().code());
        next(conversion == null ? null : conversion.rate());
        var fees = line.fees();
        next(fees == null ? null : fees.commission()).next(fees == null ? null : fees.markup());
        next(fees == null ? null : fees.schemeFees());
        next(fees == null ? null : fees.interchange());
        buffer.append('\n');
        rows++;
        if (buffer.length() >= FLUSH_AT) {
            flush();
        }
    }

    /** Ends the stream; returns how many rows there were. */
    long finish() throws SQLException {
        flush();
        copy.endCopy();
        return rows;
    }

    /** Without {@link #finish} nothing is kept. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }

    private SettlementCopy first(String value) {
        escape(value);
        return this;
    }

    private SettlementCopy next(@Nullable Object value) {
        buffer.append('\t');
        switch (value) {
            case null -> buffer.append("\\N");
            case Instant at -> buffer.append(at);
            case Long number -> buffer.append(number.longValue());
            case java.math.BigDecimal number -> buffer.append(number.toPlainString());
            default -> escape(value.toString());
        }
        return this;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                default -> buffer.append(c);
            }
        }
    }
}
