package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderAmount;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.projection.reconciliation.BankStatements.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The entries of one statement as they are read, whatever it is written in.
 *
 * <p>An entry is known by the bank's reference and by whether it is a credit, for a return may have
 * the reference of what it returns; where there is none, by all that is said of it. Two of one
 * account that are alike in one statement are two, the first and the second, in every statement.
 */
final class BankEntries {

    /** Credits and debits of a currency, minor units, both above zero. */
    record Total(String currency, long credits, long debits) {}

    private static final int LONGEST_TEXT = 500;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** What banks write where they have no reference. */
    private static final Pattern NO_REFERENCE = Pattern.compile("(?i)|non-?ref|not ?provided");

    private final UnaryOperator<String> scrubbed;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, Total> totals = new TreeMap<>();

    /** {@code scrubbed}: what may be kept of a text. */
    BankEntries(UnaryOperator<String> scrubbed) {
        this.scrubbed = scrubbed;
    }

    /**
     * One that was booked; of nothing is none.
     *
     * @param place what a refusal names: a column or an element
     * @throws SettlementFileInvalid when no such entry can be kept
     */
    void add(
            long line,
            String account,
            LocalDate bookedOn,
            Money amount,
            String reference,
            String text,
            String place) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new SettlementFileInvalid(
                    line, place, "is of no account as banks name them, of at most 64 characters");
        }
        if (bookedOn.getYear() < FIRST_YEAR || bookedOn.getYear() > LAST_YEAR) {
            throw new SettlementFileInvalid(line, place, "has to be in the years 2000 to 2199");
        }
        if (!ProviderAmount.isPossible(amount)) {
            throw new SettlementFileInvalid(line, place, "is an amount no book holds");
        }
        if (amount.isZero()) {
            return;
        }
        var name = account.replace(" ", "");
        var words = scrubbed.apply(shortened((reference + " " + text).strip()));
        entries.add(
                new Entry(
                        name,
                        key(name, bookedOn, amount, reference, words),
                        bookedOn,
                        amount,
                        words,
                        line));
        try {
            totals.merge(amount.currency().code(), total(amount), BankEntries::sum);
        } catch (ArithmeticException overflow) {
            throw new SettlementFileInvalid(line, place, "comes to more than a book holds");
        }
    }

    List<Entry> all() {
        return List.copyOf(entries);
    }

    List<Total> totals() {
        return List.copyOf(totals.values());
    }

    /** Counted by account: a statement of one alone has to count as one of many does. */
    private String key(
            String account, LocalDate bookedOn, Money amount, String reference, String words) {
        boolean none = NO_REFERENCE.matcher(reference.strip()).matches();
        var name =
                none
                        ? DerivedId.of("own|", bookedOn.toString(), amount.toString(), words)
                        : DerivedId.of(amount.isPositive() ? "ref|" : "ref-|", reference.strip());
        int place = seen.merge(account + "|" + name, 1, Integer::sum);
        return place == 1 ? name : name + "#" + place;
    }

    private static String shortened(String text) {
        var plain = UNPRINTABLE.matcher(text).replaceAll(" ");
        return plain.codePointCount(0, plain.length()) <= LONGEST_TEXT
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_TEXT));
    }

    private static Total total(Money amount) {
        return amount.isPositive()
                ? new Total(amount.currency().code(), amount.minor(), 0)
                : new Total(amount.currency().code(), 0, -amount.minor());
    }

    private static Total sum(Total first, Total second) {
        return new Total(
                first.currency,
                Math.addExact(first.credits, second.credits),
                Math.addExact(first.debits, second.debits));
    }
}
