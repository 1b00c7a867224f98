package io.truebook.api.http;

import io.truebook.api.reconciliation.CsvText;
import io.truebook.projection.balance.BalanceQueries.Account;
import io.truebook.projection.balance.Bound;
import io.truebook.projection.balance.StatementQueries;
import io.truebook.projection.balance.StatementQueries.Line;
import io.truebook.projection.balance.StatementQueries.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A whole statement as CSV, RFC 4180, read and written piece by piece whatever its length.
 *
 * <p>Its first row is the opening balance and its last the closing one, so that a file that was cut
 * off shows it. Amounts are minor units.
 */
final class StatementCsv {

    private static final int PIECE = 1_000;
    private static final String[] HEADER = {
        "row",
        "account",
        "currency",
        "effective_at",
        "recorded_at",
        "payment",
        "transaction_id",
        "event",
        "item",
        "side",
        "amount_minor",
        "balance_minor",
        "journal_position",
        "original_at"
    };

    private StatementCsv() {}

    static void write(
            Account account, Subject subject, StatementQueries statements, OutputStream out)
            throws IOException {
        var summary = statements.summary(subject);
        var piece = statements.lines(subject, Bound.before(subject.from()), PIECE);
        // Nothing was written yet: until here, what goes wrong is answered as a problem.
        var csv =
                new CSVPrinter(
                        new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
        csv.printRecord((Object[]) HEADER);
        edge(csv, "opening", account, subject, subject.from(), "", "", summary.opening());
        while (!piece.isEmpty()) {
            for (var line : piece) {
                csv.printRecord(cells(account, subject, line));
            }
            piece = next(statements, subject, piece);
        }
        edge(csv, "total", account, subject, "", "debit", summary.debits(), "");
        edge(csv, "total", account, subject, "", "credit", summary.credits(), "");
        edge(csv, "closing", account, subject, subject.to(), "", "", summary.closing());
        csv.flush();
    }

    private static List<Line> next(StatementQueries statements, Subject subject, List<Line> piece) {
        return piece.size() < PIECE
                ? List.of()
                : statements.lines(subject, piece.getLast().next(), PIECE);
    }

    private static void edge(
            CSVPrinter csv,
            String row,
            Account account,
            Subject subject,
            Object at,
            String side,
            Object amount,
            Object balance)
            throws IOException {
        csv.printRecord(
                row,
                CsvText.of(account.name()),
                subject.currency(),
                at,
                "",
                "",
                "",
                "",
                "",
                side,
                amount,
                balance,
                subject.position(),
                "");
    }

    private static Object[] cells(Account account, Subject subject, Line line) {
        return new Object[] {
            "line",
            CsvText.of(account.name()),
            subject.currency(),
            line.effectiveAt(),
            line.recordedAt(),
            CsvText.of(line.payment()),
            orEmpty(CsvText.of(line.transactionId())),
            line.event(),
            CsvText.of(line.item()),
            line.side(),
            line.amount(),
            line.balance(),
            line.position(),
            orEmpty(line.originalAt())
        };
    }

    private static Object orEmpty(@Nullable Object value) {
        return value == null ? "" : value;
    }
}
