package io.truebook.projection.rebuild;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.journal.Posting;
import java.util.HashMap;
import java.util.Map;

/**
 * The balances that follow from the postings seen so far, in minor units.
 *
 * <p>As large as the number of accounts and currencies, whatever the length of the journal.
 */
final class Fold {

    record Key(String tenant, String account, String currency) {}

    /** The columns of one balance. */
    static final class Columns {
        long postedDebits;
        long postedCredits;
        long pendingDebits;
        long pendingCredits;
        long version;

        private void move(Posting posting) {
            long minor = posting.amount().minor();
            boolean debit = posting.side() == Side.DEBIT;
            version++;
            switch (posting.layer()) {
                case POSTED -> {
                    postedDebits = Math.addExact(postedDebits, debit ? minor : 0);
                    postedCredits = Math.addExact(postedCredits, debit ? 0 : minor);
                }
                case HOLD, HOLD_RELEASE -> {
                    long change =
                            switch (posting.layer()) {
                                case HOLD -> minor;
                                case HOLD_RELEASE, POSTED -> Math.negateExact(minor);
                            };
                    pendingDebits = Math.addExact(pendingDebits, debit ? change : 0);
                    pendingCredits = Math.addExact(pendingCredits, debit ? 0 : change);
                }
            }
        }

        long balance(Side normal) {
            return normal == Side.DEBIT
                    ? Math.subtractExact(postedDebits, postedCredits)
                    : Math.subtractExact(postedCredits, postedDebits);
        }

        long available(Side normal) {
            return Math.subtractExact(
                    balance(normal), normal == Side.DEBIT ? pendingCredits : pendingDebits);
        }

        long postedDebits() {
            return postedDebits;
        }

        long postedCredits() {
            return postedCredits;
        }

        long pendingDebits() {
            return pendingDebits;
        }

        long pendingCredits() {
            return pendingCredits;
        }

        /** So many postings it is made of. */
        long version() {
            return version;
        }

        @Override
        public String toString() {
            return "posted %d/%d, pending %d/%d, version %d"
                    .formatted(postedDebits, postedCredits, pendingDebits, pendingCredits, version);
        }
    }

    private final Map<Key, Columns> balances = new HashMap<>();

    /** Moves the balance the posting is about and returns it. */
    Columns apply(String tenant, Posting posting) {
        var key = new Key(tenant, posting.account().value(), posting.amount().currency().code());
        var columns = balances.computeIfAbsent(key, _ -> new Columns());
        columns.move(posting);
        return columns;
    }
}
