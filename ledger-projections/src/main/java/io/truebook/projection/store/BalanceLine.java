package io.truebook.projection.store;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.journal.Posting;
import org.jspecify.annotations.Nullable;

/**
 * One balance while a batch is worked out: what the table holds, moved on posting by posting.
 *
 * <p>All amounts in minor units of one currency; arithmetic never wraps.
 */
final class BalanceLine {

    /** The account of a line; shared by its currencies. Id 0: it does not exist yet. */
    static final class Account {
        final String tenant;
        final AccountName name;
        final @Nullable Long floor;
        final @Nullable Long ceiling;
        long id;

        Account(
                String tenant,
                AccountName name,
                long id,
                @Nullable Long floor,
                @Nullable Long ceiling) {
            this.tenant = tenant;
            this.name = name;
            this.id = id;
            this.floor = floor;
            this.ceiling = ceiling;
        }
    }

    /** The four columns of a balance. */
    record Columns(
            long postedDebits,
            long postedCredits,
            long pendingDebits,
            long pendingCredits,
            long version) {
        static final Columns ZERO = new Columns(0, 0, 0, 0, 0);
    }

    private final Account account;
    private final String currency;
    private final boolean stored;
    private final boolean debitNormal;
    private Columns columns;
    private long changedAt;

    BalanceLine(Account account, String currency, @Nullable Columns stored) {
        this.account = account;
        this.currency = currency;
        this.stored = stored != null;
        this.columns = stored == null ? Columns.ZERO : stored;
        this.debitNormal = account.name.line().normalSide() == Side.DEBIT;
    }

    /** Applies one posting; throws {@link ArithmeticException} rather than wrap. */
    void apply(Posting posting, long index) {
        long minor = posting.amount().minor();
        boolean debit = posting.side() == Side.DEBIT;
        var c = columns;
        long version = c.version + 1;
        columns =
                switch (posting.layer()) {
                    case POSTED ->
                            debit
                                    ? posted(Math.addExact(c.postedDebits, minor), c.postedCredits)
                                    : posted(c.postedDebits, Math.addExact(c.postedCredits, minor));
                    case HOLD -> pending(debit, minor);
                    case HOLD_RELEASE -> pending(debit, Math.negateExact(minor));
                };
        columns =
                new Columns(
                        columns.postedDebits,
                        columns.postedCredits,
                        columns.pendingDebits,
                        columns.pendingCredits,
                        version);
        available();
        changedAt = index;
    }

    private Columns posted(long debits, long credits) {
        return new Columns(debits, credits, columns.pendingDebits, columns.pendingCredits, 0);
    }

    private Columns pending(boolean debit, long minor) {
        var c = columns;
        return debit
                ? new Columns(
                        c.postedDebits,
                        c.postedCredits,
                        Math.addExact(c.pendingDebits, minor),
                        c.pendingCredits,
                        0)
                : new Columns(
                        c.postedDebits,
                        c.postedCredits,
                        c.pendingDebits,
                        Math.addExact(c.pendingCredits, minor),
                        0);
    }

    /** Posted balance, positive on the account's normal side. */
    long balance() {
        return debitNormal
                ? Math.subtractExact(columns.postedDebits, columns.postedCredits)
                : Math.subtractExact(columns.postedCredits, columns.postedDebits);
    }

    /** What may still be taken: the balance without what is held against it. */
    long available() {
        return Math.subtractExact(
                balance(), debitNormal ? columns.pendingCredits : columns.pendingDebits);
    }

    /**
     * Whether the change from an earlier available amount passes a limit.
     *
     * <p>A change that only brings the account back towards its limits is allowed.
     */
    boolean passesLimit(long before) {
        long now = available();
        return (account.floor != null && now < account.floor && now < before)
                || (account.ceiling != null && now > account.ceiling && now > before);
    }

    /** Whether the change from an earlier available amount took more than there was. */
    boolean isOverdrawn(long before) {
        long now = available();
        return now < 0 && now < before;
    }

    Columns columns() {
        return columns;
    }

    void restore(Columns earlier, long earlierChange) {
        columns = earlier;
        changedAt = earlierChange;
    }

    /** Index of the event that changed it last in this batch; 0: untouched. */
    long changedAt() {
        return changedAt;
    }

    Account account() {
        return account;
    }

    String currency() {
        return currency;
    }

    boolean isStored() {
        return stored;
    }
}
