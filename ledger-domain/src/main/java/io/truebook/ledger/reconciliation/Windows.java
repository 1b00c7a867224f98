package io.truebook.ledger.reconciliation;

import java.time.Duration;

/**
 * How long each side may lag behind the other before that counts as broken.
 *
 * @param settlement a booked movement for its settlement row
 * @param batch a batch for its file, from when the file after it or its announcement came
 * @param bankDays a payout for its entry in the bank's statement, in days on which banks work
 */
public record Windows(Duration settlement, Duration batch, int bankDays) {

    private static final int MOST_BANK_DAYS = 60;

    /** Providers settle by the third day. */
    public static final Windows DEFAULT = new Windows(Duration.ofDays(3), Duration.ofDays(3), 2);

    public Windows {
        if (settlement.isNegative() || batch.isNegative()) {
            throw new IllegalArgumentException("A window is not below nothing");
        }
        if (bankDays < 0 || bankDays > MOST_BANK_DAYS) {
            throw new IllegalArgumentException("Banks take from 0 to 60 days");
        }
    }
}
