package io.truebook.projection.balance;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.journal.Posting;

/**
 * One balance as it follows from postings, in minor units: what a rebuild writes and a check
 * expects.
 *
 * <p>Apart from the fold of the write path on purpose, so that neither can hide a fault of the
 * other. Arithmetic never wraps.
 */
public final class FoldedBalance {

    private long postedDebits;
    private long postedCredits;
    private long pendingDebits;
    private long pendingCredits;
    private long version;

    /** The balance a row holds. */
    public static FoldedBalance of(
            long postedDebits,
            long postedCredits,
            long pendingDebits,
            long pendingCredits,
            long version) {
        var balance = new FoldedBalance();
        balance.postedDebits = postedDebits;
        balance.postedCredits = postedCredits;
        balance.pendingDebits = pendingDebits;
        balance.pendingCredits = pendingCredits;
        balance.version = version;
        return balance;
    }

    public void move(Posting posting) {
        move(posting.layer(), posting.side(), posting.amount().minor());
    }

    public void move(Layer layer, Side side, long minor) {
        boolean debit = side == Side.DEBIT;
        version++;
        switch (layer) {
            case POSTED -> {
                postedDebits = Math.addExact(postedDebits, debit ? minor : 0);
                postedCredits = Math.addExact(postedCredits, debit ? 0 : minor);
            }
            case HOLD -> hold(debit, minor);
            case HOLD_RELEASE -> hold(debit, Math.negateExact(minor));
        }
    }

    private void hold(boolean debit, long change) {
        pendingDebits = Math.addExact(pendingDebits, debit ? change : 0);
        pendingCredits = Math.addExact(pendingCredits, debit ? 0 : change);
    }

    /** Posted, positive on the normal side. */
    public long balance(Side normal) {
        return normal == Side.DEBIT
                ? Math.subtractExact(postedDebits, postedCredits)
                : Math.subtractExact(postedCredits, postedDebits);
    }

    /** The balance without what is held against it. */
    public long available(Side normal) {
        return Math.subtractExact(
                balance(normal), normal == Side.DEBIT ? pendingCredits : pendingDebits);
    }

    public boolean isZeroSum() {
        return postedDebits == postedCredits && pendingDebits == pendingCredits;
    }

    public long postedDebits() {
        return postedDebits;
    }

    public long postedCredits() {
        return postedCredits;
    }

    public long pendingDebits() {
        return pendingDebits;
    }

    public long pendingCredits() {
        return pendingCredits;
    }

    /** So many postings it is made of. */
    public long version() {
        return version;
    }

    @Override
    public String toString() {
        return "posted %d/%d, pending %d/%d, version %d"
                .formatted(postedDebits, postedCredits, pendingDebits, pendingCredits, version);
    }
}
