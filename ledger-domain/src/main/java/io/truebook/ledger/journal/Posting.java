package io.truebook.ledger.journal;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.money.Money;

/**
 * One leg of an entry: an amount on one side of one account.
 *
 * <p>The amount is above zero, in minor units of its currency. The item is what the leg is about (a
 * charge, a refund, a balance transaction): the postings of an item on a transit account net to
 * zero once it is done.
 */
public record Posting(AccountName account, Side side, Layer layer, Money amount, String item) {
    public Posting {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("A posting moves an amount above zero: " + amount);
        }
    }
}
