package io.truebook.projection.integrity;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.money.Money;
import io.truebook.projection.balance.FoldedBalance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the postings account by account: what each says stands there after it, and in the
 * end the balance itself, is their sum.
 *
 * <p>A balance is read in one statement with the postings up to it, so the ledger may go on
 * meanwhile. The currencies of one account are in memory at a time.
 */
final class AccountWalk {

    private static final String POSTINGS =
            """
            select p.account_id, p.global_index, p.leg, coalesce(a.tenant, ''),
                coalesce(a.name, ''), a.type, a.normal_side, p.currency, p.layer, p.side,
                p.amount_minor, p.balance_minor, p.available_minor, b.tenant, b.posted_debits,
                b.posted_credits, b.pending_debits, b.pending_credits, b.version,
                b.updated_index, p.item
            from truebook.posting p
            left join truebook.account a on a.account_id = p.account_id
            left join truebook.account_balance b
                on b.account_id = p.account_id and b.currency = p.currency
            where (p.account_id, p.global_index, p.leg) > (?, ?, ?)
            order by p.account_id, p.global_index, p.leg limit ?\
            """;

    private static final String UNMOVED =
            """
            select b.tenant, b.account_id, b.currency from truebook.account_balance b
            where not exists (select from truebook.posting p
                    where p.account_id = b.account_id and p.currency = b.currency)
                and (b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits,
                    b.version) <> (0, 0, 0, 0, 0)
            order by b.account_id, b.currency limit 1\
            """;

    /** A balance that is stored. */
    private record Stored(@Nullable String tenant, FoldedBalance columns, long updated) {}

    private record Row(
            long account,
            long position,
            int leg,
            String tenant,
            String name,
            String kind,
            String currency,
            Layer layer,
            Side side,
            long minor,
            long balance,
            long available,
            String item,
            Stored stored) {
        String words() {
            return "%s %s of %s".formatted(name, currency, tenant);
        }
    }

    /** One currency of the account that is looked at. */
    private static final class Line {
        private final FoldedBalance columns = new FoldedBalance();
        private Row last;

        private Line(Row first) {
            last = first;
        }
    }

    private final Map<String, Line> lines = new HashMap<>();
    private final Map<String, FoldedBalance> sums = new HashMap<>();
    private final HeadRow head;
    private final ItemWalk items;
    private long count;

    AccountWalk(HeadRow head, ItemWalk items) {
        this.head = head;
        this.items = items;
    }

    /** Goes through all of them. */
    void run(Tables tables, Progress progress, long postings) throws SQLException {
        var rows =
                new Pages<Row>(last ->
                        tables.list(
                                POSTINGS,
                                AccountWalk::read,
                                last == null ? 0 : last.account,
                                last == null ? 0 : last.position,
                                last == null ? 0 : last.leg,
                                Tables.PAGE));
        long done = 0;
        long account = 0;
        for (var row = rows.peek(); row != null; row = rows.peek()) {
            if (row.account != account) {
                endAccount();
                account = row.account;
                checkAccount(row);
            }
            check(row);
            rows.next();
            if (++done % Tables.PAGE == 0) {
                progress.at("postings by account", done, postings);
            }
        }
        endAccount();
        requireNothingUnmoved(tables);
        sums.forEach(AccountWalk::requireZero);
    }

    private static Row read(ResultSet row) throws SQLException {
        var stored =
                FoldedBalance.of(
                        row.getLong(15),
                        row.getLong(16),
                        row.getLong(17),
                        row.getLong(18),
                        row.getLong(19));
        return new Row(
                row.getLong(1),
                row.getLong(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6) + " " + row.getString(7),
                row.getString(8),
                Layer.valueOf(row.getString(9).toUpperCase(Locale.ROOT)),
                Side.valueOf(row.getString(10).toUpperCase(Locale.ROOT)),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getString(21),
                new Stored(row.getString(14), stored, row.getLong(20)));
    }

    private static void checkAccount(Row row) {
        var line = new AccountName(row.name).line();
        var kind = (line.type().name() + " " + line.normalSide().name()).toLowerCase(Locale.ROOT);
        if (!kind.equals(row.kind)) {
            throw new DifferenceFound(
                    "balances",
                    0,
                    "account %s of %s is %s; expected %s",
                    row.name,
                    row.tenant,
                    row.kind,
                    kind);
        }
    }

    private void check(Row row) {
        var line = lines.computeIfAbsent(row.currency, _ -> new Line(row));
        line.last = row;
        line.columns.move(row.layer, row.side, row.minor);
        var normal = new AccountName(row.name).line().normalSide();
        long balance = line.columns.balance(normal);
        long available = line.columns.available(normal);
        if (balance != row.balance || available != row.available) {
            throw new DifferenceFound(
                    "postings",
                    row.position,
                    "posting (%d, %d): %s stands at %d, %d available; derived %d, %d",
                    row.position,
                    row.leg,
                    row.words(),
                    row.balance,
                    row.available,
                    balance,
                    available);
        }
        if (row.position <= head.lastIndex()) {
            sums.computeIfAbsent(row.tenant + " " + row.currency, _ -> new FoldedBalance())
                    .move(row.layer, row.side, row.minor);
            var amount = Money.of(row.minor, row.currency);
            items.post(row.name, row.layer, row.side, amount, row.item, row.position);
        }
    }

    private void endAccount() throws SQLException {
        for (var line : lines.values()) {
            var row = line.last;
            var stored = row.stored;
            if (stored.tenant == null) {
                throw new DifferenceFound(
                        "balances", 0, "account_balance of %s is missing", row.words());
            }
            if (!stored.tenant.equals(row.tenant)
                    || stored.updated != row.position
                    || !stored.columns.toString().equals(line.columns.toString())) {
                throw new DifferenceFound(
                        "balances",
                        0,
                        "account_balance of %s: stored %s as of event %d, derived %s as of event"
                                + " %d",
                        row.words(),
                        stored.columns,
                        stored.updated,
                        line.columns,
                        row.position);
            }
            count++;
        }
        if (!lines.isEmpty()) {
            items.end(lines.values().iterator().next().last.name);
            lines.clear();
        }
    }

    private static void requireNothingUnmoved(Tables tables) throws SQLException {
        tables
                .list(
                        UNMOVED,
                        row ->
                                new DifferenceFound(
                                        "balances",
                                        0,
                                        "account_balance of account %d, %s of %s: something stands"
                                                + " there, and no posting has moved it",
                                        row.getLong(2),
                                        row.getString(3),
                                        row.getString(1)))
                .stream()
                .findFirst()
                .ifPresent(found -> {
                    throw found;
                });
    }

    private static void requireZero(String of, FoldedBalance sum) {
        if (!sum.isZeroSum()) {
            throw new DifferenceFound("sums", 0, "%s does not sum to zero: %s", of, sum);
        }
    }

    long count() {
        return count;
    }
}
