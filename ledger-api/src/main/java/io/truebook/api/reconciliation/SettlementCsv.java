package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.projection.reconciliation.SettlementFiles.RowSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Reads a settlement file record by record, in whatever dialect it is written.
 *
 * <p>One record is held at a time, so that the length of a file does not matter. What cannot be
 * read refuses all of it; whether a movement is there twice is for whoever keeps the rows to
 * notice.
 */
final class SettlementCsv {

    /** What was in a file. */
    record Content(SettlementDialect.Ending ending, SettlementTotals totals) {}

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private final SettlementDialect dialect;

    SettlementCsv(SettlementDialect dialect) {
        this.dialect = dialect;
    }

    Content read(SpooledFile file, RowSink rows) {
        try (var bytes = file.open()) {
            return read(bytes, rows);
        } catch (IOException gone) {
            throw new UncheckedIOException("The file could not be read back", gone);
        }
    }

    /** Hands every row on and returns what all of them are. */
    Content read(InputStream file, RowSink rows) {
        long line = 1;
        try (var text = SettlementText.of(file);
                var parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get()) {
            var records = parser.iterator();
            if (!records.hasNext()) {
                throw new SettlementFileInvalid(1, dialect.required().getFirst(), "is missing");
            }
            var columns = new SettlementColumns(records.next(), dialect.required());
            var sheet = dialect.sheet(columns);
            var totals = new SettlementTotals();
            line = parser.getCurrentLineNumber() + 1;
            text.recordEnded();
            while (records.hasNext()) {
                var read = sheet.read(new SettlementCells(columns, records.next(), line));
                totals.add(read.row(), line);
                rows.accept(line, read);
                line = parser.getCurrentLineNumber() + 1;
                text.recordEnded();
            }
            return new Content(sheet.ending(), totals);
        } catch (IOException | UncheckedIOException broken) {
            throw refusal(line, broken);
        }
    }

    /** The library's own words may quote the file. */
    static SettlementFileInvalid refusal(long line, Exception broken) {
        var cause = broken instanceof UncheckedIOException wrapped ? wrapped.getCause() : broken;
        return switch (cause) {
            case CharacterCodingException _ -> new SettlementFileInvalid(line, "1", "is not UTF-8");
            case SettlementText.Unreadable text ->
                    new SettlementFileInvalid(
                            text.line(line), "1", String.valueOf(text.getMessage()));
            case null, default ->
                    new SettlementFileInvalid(
                            line, "1", "the line breaks off or is not quoted as RFC 4180 says");
        };
    }
}
