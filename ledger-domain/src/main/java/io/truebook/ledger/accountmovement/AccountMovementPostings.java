package io.truebook.ledger.accountmovement;

import static io.truebook.ledger.account.AccountName.providerClearing;
import static io.truebook.ledger.account.AccountName.providerFees;
import static io.truebook.ledger.account.AccountName.providerReserve;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.accountmovement.AccountMovementEvent.AccountFeeCharged;
import io.truebook.ledger.accountmovement.AccountMovementEvent.ReserveMoved;
import io.truebook.ledger.journal.JournalEntry;

/** What each of these movements does to the accounts; the item is the provider's movement. */
public final class AccountMovementPostings {

    private AccountMovementPostings() {}

    /** The balanced entry of an event. */
    public static JournalEntry entryFor(AccountMovementEvent event) {
        return switch (event) {
            case ReserveMoved e -> moved(e, providerReserve(e.connection()));
            case AccountFeeCharged e -> moved(e, providerFees(e.connection()));
        };
    }

    private static JournalEntry moved(AccountMovementEvent event, AccountName other) {
        var clearing = providerClearing(event.connection());
        var amount = event.amount();
        var item = event.evidence().objectId();
        return amount.isNegative()
                ? JournalEntry.transfer(amount.negated(), other, clearing, item)
                : JournalEntry.transfer(amount, clearing, other, item);
    }
}
