package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementFileInvalid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Our bank's statement as CSV, by column name and in any order: {@code account}, {@code
 * booking_date} (2026-11-20), {@code amount} (major units, below zero where the account was
 * debited), {@code currency}, {@code text}, and where the bank has one, {@code reference}.
 */
final class BankCsv {

    static final String FORMAT = "csv";

    private static final List<String> REQUIRED =
            List.of("account", "booking_date", "amount", "currency", "text");
    private static final CSVFormat RFC4180 =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private BankCsv() {}

    /**
     * @throws SettlementFileInvalid naming line and column, never what stands there
     */
    static void read(byte[] file, BankEntries entries) {
        long line = 1;
        try (var text = SettlementText.of(new ByteArrayInputStream(file));
                var parser = CSVParser.builder().setReader(text).setFormat(RFC4180).get()) {
            var records = parser.iterator();
            if (!records.hasNext()) {
                throw new SettlementFileInvalid(1, REQUIRED.getFirst(), "is missing");
            }
            var columns = new SettlementColumns(records.next(), REQUIRED);
            line = parser.getCurrentLineNumber() + 1;
            text.recordEnded();
            while (records.hasNext()) {
                add(new SettlementCells(columns, records.next(), line), line, entries);
                line = parser.getCurrentLineNumber() + 1;
                text.recordEnded();
            }
        } catch (IOException | UncheckedIOException broken) {
            throw SettlementCsv.refusal(line, broken);
        }
    }

    private static void add(SettlementCells cells, long line, BankEntries entries) {
        var bookedOn = cells.optionalTime("booking_date");
        if (bookedOn == null) {
            throw cells.invalid("booking_date", "is empty");
        }
        var currency = cells.currency("currency");
        entries.add(
                line,
                cells.text("account"),
                bookedOn.toLocalDate(),
                cells.amount("amount", currency, currency.exponent()),
                cells.text("reference"),
                cells.text("text"),
                "account");
    }
}
