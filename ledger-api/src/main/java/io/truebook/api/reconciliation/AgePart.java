package io.truebook.api.reconciliation;

/**
 * Open breaks of an age, in minor units.
 *
 * @param amount over all ages of the part {@link #BALANCE}: what the roll-forward has as open
 *     breaks
 * @param absolute their sum without signs, so that none cancel
 * @param part what they are part of: the difference of the balance, or the leg that is beside it;
 *     empty in reports that were kept before the two were told apart
 */
record AgePart(String age, String currency, long count, long amount, long absolute, String part) {

    static final String BALANCE = "balance";

    @SuppressWarnings("NullAway")
    AgePart {
        part = part == null ? "" : part;
    }

    /** What heads its table. */
    String caption() {
        var leg = part.isEmpty() || part.equals(BALANCE) ? "" : ", leg " + part;
        return "Days since it happened, " + currency + leg;
    }
}
