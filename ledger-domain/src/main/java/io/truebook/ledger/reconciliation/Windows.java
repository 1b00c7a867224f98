package io.truebook.ledger.reconciliation;

import java.time.Duration;

/**
 * How long each side may lag behind the other before that counts as broken.
 *
 * @param settlement a booked movement for its settlement row
 * @param batch a batch for its file, from when the file after it or its announcement came
 */
public record Windows(Duration settlement, Duration batch) {

    /** Providers settle by the third day. */
    public static final Windows DEFAULT = new Windows(Duration.ofDays(3), Duration.ofDays(3));

    public Windows {
        if (settlement.isNegative() || batch.isNegative()) {
            throw new IllegalArgumentException("A window is not below nothing");
        }
    }
}
