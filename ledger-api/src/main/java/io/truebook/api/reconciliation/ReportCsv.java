package io.truebook.api.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A report as CSV: RFC 4180, UTF-8, one line per transaction, columns in an order that never
 * changes.
 *
 * <p>Amounts are signed minor units beside their currency. A text cell that a spreadsheet would
 * take for a formula gets a leading apostrophe.
 */
final class ReportCsv {

    private static final String[] HEADER = {
        "run_id",
        "provider",
        "first_business_date",
        "last_business_date",
        "time_zone",
        "break_id",
        "code",
        "status",
        "severity",
        "leg",
        "object",
        "charge",
        "provider_reference",
        "balance_transaction_id",
        "ledger_amount_minor",
        "ledger_currency",
        "provider_amount_minor",
        "provider_currency",
        "difference_minor",
        "currency",
        "occurred_at",
        "age_days",
        "evidence",
        "brought_forward_minor"
    };

    private ReportCsv() {}

    static void write(ReportDocument report, ReportLines lines, Appendable out) throws IOException {
        var csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord((Object[]) HEADER);
        lines.forEach(line -> {
            try {
                csv.printRecord(cells(report, line));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static @Nullable Object[] cells(ReportDocument report, ReportDocument.Line line) {
        return new @Nullable Object[] {
            report.id(),
            text(report.provider()),
            report.firstBusinessDate(),
            report.lastBusinessDate(),
            report.timeZone(),
            line.id(),
            line.code(),
            line.status(),
            line.severity(),
            line.leg(),
            text(line.object()),
            text(line.charge()),
            text(line.providerReference()),
            text(line.balanceTransaction()),
            line.ledgerAmount(),
            line.ledgerCurrency(),
            line.providerAmount(),
            line.providerCurrency(),
            line.difference(),
            line.currency(),
            line.occurredAt(),
            line.age(),
            text(line.evidence()),
            line.broughtForward()
        };
    }

    private static @Nullable String text(@Nullable String cell) {
        return CsvText.of(cell);
    }
}
