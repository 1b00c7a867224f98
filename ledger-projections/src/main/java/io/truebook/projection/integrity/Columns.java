package io.truebook.projection.integrity;

import io.truebook.ledger.account.Side;

/** The columns of one balance, in minor units, as they follow from postings. */
final class Columns {

    long postedDebits;
    long postedCredits;
    long pendingDebits;
    long pendingCredits;
    long version;

    /** Adds a posting; layer and side in the words of its row. */
    void move(String layer, String side, long minor) {
        boolean debit = side.equals("debit");
        version++;
        switch (layer) {
            case "posted" -> {
                postedDebits = Math.addExact(postedDebits, debit ? minor : 0);
                postedCredits = Math.addExact(postedCredits, debit ? 0 : minor);
            }
            case "hold" -> hold(debit, minor);
            case "hold_release" -> hold(debit, Math.negateExact(minor));
            default -> throw new IllegalArgumentException("No layer " + layer);
        }
    }

    private void hold(boolean debit, long change) {
        pendingDebits = Math.addExact(pendingDebits, debit ? change : 0);
        pendingCredits = Math.addExact(pendingCredits, debit ? 0 : change);
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

    boolean isZeroSum() {
        return postedDebits == postedCredits && pendingDebits == pendingCredits;
    }

    @Override
    public String toString() {
        return "posted %d/%d, pending %d/%d, version %d"
                .formatted(postedDebits, postedCredits, pendingDebits, pendingCredits, version);
    }
}
