package io.truebook.api.reconciliation;

import io.truebook.api.reconciliation.ReportDocument.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a report as CSV: RFC 4180, UTF-8, one transaction a line, columns in an order that
 * never changes; new ones come last.
 *
 * <p>Amounts are signed, in minor units and with a decimal point, beside their currency.
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
        "brought_forward_minor",
        "ledger_amount",
        "provider_amount",
        "difference",
        "ledger_transaction",
        "payout",
        "batch",
        "first_seen_at",
        "owner",
        "proposed_repair",
        "proposed_by"
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

    private static @Nullable Object[] cells(ReportDocument report, Line line) {
        return new @Nullable Object[] {
            report.id(),
            text(report.provider()),
            report.firstBusinessDate(),
            report.lastBusinessDate(),
            text(report.timeZone()),
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
            age(line.age()),
            text(line.evidence()),
            line.broughtForward(),
            AmountText.plain(line.ledgerAmount(), line.ledgerCurrency()),
            AmountText.plain(line.providerAmount(), line.providerCurrency()),
            AmountText.plain(line.difference(), line.currency()),
            text(line.ledgerTransaction()),
            text(line.payout()),
            line.batch(),
            line.firstSeenAt(),
            text(line.owner()),
            line.proposedRepair(),
            text(line.proposedBy())
        };
    }

    /** In words: a spreadsheet would take {@code 2-3} for the second of March. */
    static String age(String label) {
        return label.startsWith(">") ? "over " + label.substring(1) : label.replace("-", " to ");
    }

    static @Nullable String text(@Nullable String cell) {
        return CsvText.of(cell);
    }
}
