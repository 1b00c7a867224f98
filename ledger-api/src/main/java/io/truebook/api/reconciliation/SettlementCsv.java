package io.truebook.api.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import io.truebook.projection.reconciliation.SettlementFiles.RowSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads Stripe's itemized reports line by line.
 *
 * <p>Amounts are major units with decimals there and become minor units exactly, or the file is
 * refused; so is a line that does not add up, has another number of cells than the header, or
 * repeats a balance transaction. A category nobody knows is kept: it is for the comparison to list.
 */
final class SettlementCsv {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");
    private static final Pattern CATEGORY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .withResolverStyle(ResolverStyle.STRICT);

    private final ToIntFunction<Currency> decimals;
    private final Set<String> seen = new HashSet<>();

    /**
     * A reader for one file.
     *
     * @param decimals how many decimals the provider's major units of a currency have
     */
    SettlementCsv(ToIntFunction<Currency> decimals) {
        this.decimals = decimals;
    }

    /** Hands every row on and returns the totals of all. */
    SettlementTotals read(InputStream file, RowSink rows) {
        long line = 1;
        try (var parser = CSVParser.builder().setReader(decode(file)).setFormat(FORMAT).get()) {
            var lines = parser.iterator();
            if (!lines.hasNext()) {
                throw new SettlementFileInvalid(1, SettlementColumns.TRANSACTION, "is missing");
            }
            var columns = new SettlementColumns(lines.next());
            var totals = new SettlementTotals(columns.isAboutPayouts());
            line = parser.getCurrentLineNumber() + 1;
            while (lines.hasNext()) {
                var row = row(columns, lines.next(), line);
                totals.add(row, line);
                rows.accept(line, row);
                line = parser.getCurrentLineNumber() + 1;
            }
            return totals;
        } catch (IOException | UncheckedIOException broken) {
            throw new SettlementFileInvalid(line, "1", problem(broken));
        }
    }

    private SettlementRow row(SettlementColumns columns, CSVRecord cells, long line) {
        if (cells.size() != columns.count()) {
            int last = Math.min(cells.size(), columns.count());
            throw new SettlementFileInvalid(
                    line,
                    Integer.toString(last),
                    "the line has " + cells.size() + " cells, the header " + columns.count());
        }
        var id = columns.id(cells, line, SettlementColumns.TRANSACTION);
        if (!seen.add(id)) {
            throw new SettlementFileInvalid(
                    line, SettlementColumns.TRANSACTION, "is on an earlier line, too");
        }
        var currency = currency(columns.text(cells, SettlementColumns.CURRENCY), line);
        var gross = amount(columns, cells, line, SettlementColumns.GROSS, currency);
        var fee = amount(columns, cells, line, SettlementColumns.FEE, currency);
        var net = amount(columns, cells, line, SettlementColumns.NET, currency);
        if (net.minor() != Math.subtractExact(gross.minor(), fee.minor())) {
            throw new SettlementFileInvalid(line, SettlementColumns.NET, "is not gross less fee");
        }
        return new SettlementRow(
                id,
                category(columns.text(cells, SettlementColumns.CATEGORY), line),
                time(columns.text(cells, SettlementColumns.CREATED), line),
                available(columns.text(cells, SettlementColumns.AVAILABLE), line),
                gross,
                fee,
                net,
                columns.optionalId(cells, line, SettlementColumns.SOURCE),
                columns.optionalId(cells, line, SettlementColumns.CHARGE),
                columns.optionalId(cells, line, SettlementColumns.PAYMENT_INTENT),
                columns.optionalId(cells, line, SettlementColumns.PAYOUT),
                columns.optionalId(cells, line, SettlementColumns.CHARGE_OPERATION),
                columns.optionalId(cells, line, SettlementColumns.REFUND_OPERATION));
    }

    private static Currency currency(String code, long line) {
        return CurrencyTable.find(code)
                .orElseThrow(() ->
                        new SettlementFileInvalid(
                                line, SettlementColumns.CURRENCY, "is no currency we know"));
    }

    private static String category(String text, long line) {
        if (!CATEGORY.matcher(text).matches()) {
            throw new SettlementFileInvalid(
                    line, SettlementColumns.CATEGORY, "has to be a word of at most 64 letters");
        }
        return text;
    }

    /** Exact: no rounding, and no more decimals than the provider gives the currency. */
    private Money amount(
            SettlementColumns columns,
            CSVRecord cells,
            long line,
            String column,
            Currency currency) {
        var text = columns.text(cells, column);
        if (!AMOUNT.matcher(text).matches()) {
            throw new SettlementFileInvalid(
                    line, column, "has to be an amount in major units, such as 19.99");
        }
        var major = new BigDecimal(text);
        if (major.scale() > decimals.applyAsInt(currency)) {
            throw new SettlementFileInvalid(
                    line, column, "has more decimals than " + currency + " has");
        }
        try {
            return new Money(major.movePointRight(currency.exponent()).longValueExact(), currency);
        } catch (ArithmeticException inexact) {
            throw new SettlementFileInvalid(
                    line, column, "is no whole number of the minor units of " + currency);
        }
    }

    private static Instant time(String text, long line) {
        try {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw new SettlementFileInvalid(
                    line, SettlementColumns.CREATED, "has to be a time as 2026-11-20 08:30:00");
        }
    }

    private static @Nullable Instant available(String text, long line) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw new SettlementFileInvalid(
                    line, SettlementColumns.AVAILABLE, "has to be a time as 2026-11-20 08:30:00");
        }
    }

    private static BufferedReader decode(InputStream file) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()));
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    /** The library's own words may quote the file. */
    private static String problem(Exception broken) {
        boolean encoding =
                broken instanceof CharacterCodingException
                        || broken.getCause() instanceof CharacterCodingException;
        return encoding ? "is not UTF-8" : "the line breaks off or is not quoted as RFC 4180 says";
    }
}
