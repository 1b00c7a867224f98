package io.truebook.api.provider;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderAmount;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * One line of a settlement file, cell by cell, each as what it has to be.
 *
 * <p>Whatever cannot be read refuses the file with this line and the column; the cell's content is
 * never repeated. An amount is major units there and becomes minor units exactly.
 */
public final class SettlementCells {

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;
    private static final int MAX_ID = 255;
    private static final int DAY_ALONE = "2026-11-20".length();

    private final SettlementColumns columns;
    private final CSVRecord cells;
    private final long line;

    /**
     * @param line from 1, the header is the first
     * @throws SettlementFileInvalid when there are more or fewer cells than columns
     */
    public SettlementCells(SettlementColumns columns, CSVRecord cells, long line) {
        this.columns = columns;
        this.cells = cells;
        this.line = line;
        if (cells.size() != columns.count()) {
            throw invalid(
                    Integer.toString(Math.min(cells.size(), columns.count())),
                    "the line has " + cells.size() + " cells, the header " + columns.count());
        }
    }

    /** A refusal of this line. */
    public SettlementFileInvalid invalid(String column, String problem) {
        return new SettlementFileInvalid(line, column, problem);
    }

    /** A cell without the blanks around it; empty where it is, or where there is no such column. */
    public String text(String column) {
        var place = columns.place(column);
        return place == null ? "" : cells.get(place).strip();
    }

    /** An id that must be there. */
    public String id(String column) {
        var id = optionalId(column);
        if (id == null) {
            throw invalid(column, "is empty");
        }
        return id;
    }

    /** An id; null where the file has none. */
    public @Nullable String optionalId(String column) {
        var text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > MAX_ID || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw invalid(column, "has to be an id of at most 255 visible ASCII characters");
        }
        return text;
    }

    /** A word such as a category. */
    public String word(String column) {
        var text = text(column);
        if (!WORD.matcher(text).matches()) {
            throw invalid(column, "has to be a word of at most 64 letters");
        }
        return text;
    }

    public Currency currency(String column) {
        return CurrencyTable.find(text(column))
                .orElseThrow(() -> invalid(column, "is no currency we know"));
    }

    /**
     * An amount that must be there: no rounding, and no more decimals than the provider gives the
     * currency.
     */
    public Money amount(String column, Currency currency, int decimals) {
        var text = text(column);
        if (!AMOUNT.matcher(text).matches()) {
            throw invalid(column, "has to be an amount in major units, such as 19.99");
        }
        var major = new BigDecimal(text);
        if (major.scale() > decimals) {
            throw invalid(column, "has more decimals than " + currency + " has");
        }
        Money amount;
        try {
            amount =
                    new Money(major.movePointRight(currency.exponent()).longValueExact(), currency);
        } catch (ArithmeticException inexact) {
            throw invalid(column, "is no whole number of the minor units of " + currency);
        }
        if (!ProviderAmount.isPossible(amount)) {
            throw invalid(column, "is more than any provider moves");
        }
        return amount;
    }

    /** A time without its zone. */
    public LocalDateTime time(String column) {
        try {
            return plausible(column, LocalDateTime.parse(text(column), TIME));
        } catch (DateTimeException unreadable) {
            throw invalid(column, "has to be a time as 2026-11-20 08:30:00");
        }
    }

    /** A time or a day, which is its first moment; null where the cell is empty. */
    public @Nullable LocalDateTime optionalTime(String column) {
        var text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return text.length() == DAY_ALONE
                    ? plausible(column, LocalDate.parse(text).atStartOfDay())
                    : time(column);
        } catch (DateTimeException unreadable) {
            throw invalid(column, "has to be a time as 2026-11-20 08:30:00");
        }
    }

    /** Of other years the calendar knows more than the database does. */
    private LocalDateTime plausible(String column, LocalDateTime at) {
        if (at.getYear() < FIRST_YEAR || at.getYear() > LAST_YEAR) {
            throw invalid(column, "has to be in the years 2000 to 2199");
        }
        return at;
    }
}
