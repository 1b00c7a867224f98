package io.truebook.projection.store;

import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.journal.Posting;
import io.truebook.projection.store.BalanceLine.Account;
import io.truebook.projection.store.BalanceLine.Columns;
import io.truebook.projection.store.Recorded.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The balances a batch touches, worked out in memory in the order of its commands.
 *
 * <p>A command is applied as a whole or not at all; each sees what those before it left.
 */
final class BalanceSheet {

    /** A posting with the balance it leads to. */
    private record Booked(
            long index,
            int leg,
            BalanceLine line,
            Posting posting,
            Instant ownTime,
            Instant effectiveAt,
            long balance,
            long available) {}

    /** What to go back to when a command is refused. */
    private record Before(Columns columns, long changedAt, long available) {}

    private final Map<BalanceKey, BalanceLine> lines;
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<Booked> booked = new ArrayList<>();
    private final OpenBooks open;
    private final BatchCloses closes = new BatchCloses();

    /**
     * The sheet over what was read for exactly the touched balances.
     *
     * @param open of all tenants at the head, for this sheet alone
     */
    BalanceSheet(Map<BalanceKey, BalanceLine> stored, OpenBooks open) {
        lines = stored;
        this.open = open;
        stored.values().forEach(line -> accounts.put(name(line.account()), line.account()));
    }

    /** Books the entries of one command whose first event gets this index, or says why not. */
    @Nullable Refusal apply(Append append, long firstIndex) {
        Map<BalanceLine, Before> before = new LinkedHashMap<>();
        int kept = booked.size();
        Refusal refusal;
        try {
            for (var entry : append.rows().entries()) {
                book(append.tenant(), entry, firstIndex + entry.event(), before);
            }
            refusal = passedLimit(append, before);
        } catch (ArithmeticException overflow) {
            refusal = new Refusal(Rejection.BALANCE_OVERFLOW, "A balance would overflow");
        }
        if (refusal != null) {
            before.forEach((line, was) -> line.restore(was.columns, was.changedAt));
            booked.subList(kept, booked.size()).clear();
        } else {
            closes.add(append, firstIndex, open);
        }
        return refusal;
    }

    private void book(
            String tenant, BatchRows.Entry entry, long index, Map<BalanceLine, Before> before) {
        for (var posting : entry.entry().postings()) {
            var line = line(tenant, posting);
            if (!before.containsKey(line)) {
                before.put(line, new Before(line.columns(), line.changedAt(), line.available()));
            }
            line.apply(posting, index);
            booked.add(
                    new Booked(
                            index,
                            nextLeg(index),
                            line,
                            posting,
                            entry.effectiveAt(),
                            open.countsFrom(tenant, entry.effectiveAt()),
                            line.balance(),
                            line.available()));
        }
    }

    /** Legs are numbered through per event, also when it has more than one entry. */
    private int nextLeg(long index) {
        if (booked.isEmpty() || booked.getLast().index != index) {
            return 0;
        }
        return booked.getLast().leg + 1;
    }

    private @Nullable Refusal passedLimit(Append append, Map<BalanceLine, Before> before) {
        for (var entry : append.rows().entries()) {
            if (entry.limits() == Limits.NONE) {
                continue;
            }
            for (var posting : entry.entry().postings()) {
                var line = line(append.tenant(), posting);
                var was = before.get(line);
                if (was != null && line.passesLimit(was.available)) {
                    return new Refusal(
                            Rejection.ACCOUNT_LIMIT_EXCEEDED,
                            "Account %s would pass its limit in %s"
                                    .formatted(posting.account(), line.currency()));
                }
                if (was != null
                        && entry.limits() == Limits.COVERED
                        && line.isOverdrawn(was.available)) {
                    return new Refusal(
                            Rejection.PAYOUT_EXCEEDS_AVAILABLE,
                            "Available: %d %s, asked: %d %s"
                                    .formatted(
                                            was.available,
                                            line.currency(),
                                            posting.amount().minor(),
                                            line.currency()));
                }
            }
        }
        return null;
    }

    private BalanceLine line(String tenant, Posting posting) {
        var currency = posting.amount().currency().code();
        var key = new BalanceKey(tenant, posting.account().value(), currency);
        var line = lines.get(key);
        if (line == null) {
            var account =
                    accounts.computeIfAbsent(
                            tenant + ' ' + key.account(), _ -> opened(tenant, posting));
            line = new BalanceLine(account, currency, null);
            lines.put(key, line);
        }
        return line;
    }

    private static Account opened(String tenant, Posting posting) {
        var chart = posting.account().line();
        return new Account(tenant, posting.account(), 0, chart.floor(), chart.ceiling());
    }

    private static String name(Account account) {
        return account.tenant + ' ' + account.name.value();
    }

    /**
     * Adds what changed to the batch; accounts opened get the ids after this one. Returns the last.
     */
    long writeTo(BatchWrite write, long lastAccount) {
        long last = lastAccount;
        var changed = lines.values().stream().filter(line -> line.changedAt() > 0).toList();
        for (var line : changed) {
            var account = line.account();
            if (account.id == 0) {
                account.id = ++last;
                writeAccount(write, account);
            }
        }
        changed.forEach(line -> writeBalance(write, line));
        closes.writeTo(write);
        booked.forEach(posting -> writePosting(write, posting));
        return last;
    }

    private static void writeAccount(BatchWrite write, Account account) {
        var chart = account.name.line();
        write.add(
                BatchTable.ACCOUNT,
                account.id,
                account.tenant,
                account.name.value(),
                lower(chart.type()),
                lower(chart.normalSide()),
                account.floor,
                account.ceiling);
    }

    private static void writeBalance(BatchWrite write, BalanceLine line) {
        var c = line.columns();
        var account = line.account();
        if (line.isStored()) {
            write.add(
                    BatchTable.BALANCE,
                    account.id,
                    line.currency(),
                    c.postedDebits(),
                    c.postedCredits(),
                    c.pendingDebits(),
                    c.pendingCredits(),
                    c.version(),
                    line.changedAt());
        } else {
            write.add(
                    BatchTable.NEW_BALANCE,
                    account.id,
                    line.currency(),
                    account.tenant,
                    c.postedDebits(),
                    c.postedCredits(),
                    c.pendingDebits(),
                    c.pendingCredits(),
                    c.version(),
                    line.changedAt());
        }
    }

    private static void writePosting(BatchWrite write, Booked row) {
        var posting = row.posting;
        write.add(
                BatchTable.POSTING,
                row.index,
                (long) row.leg,
                row.line.account().tenant,
                row.line.account().id,
                row.line.currency(),
                lower(posting.layer()),
                lower(posting.side()),
                posting.amount().minor(),
                row.balance,
                row.available,
                posting.item(),
                Micros.of(row.effectiveAt));
        if (row.leg == 0 && Micros.of(row.ownTime) != Micros.of(row.effectiveAt)) {
            var tenant = row.line.account().tenant;
            write.add(BatchTable.LATE_ENTRY, row.index, tenant, Micros.of(row.ownTime));
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
