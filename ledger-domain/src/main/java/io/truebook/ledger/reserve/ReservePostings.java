package io.truebook.ledger.reserve;

import static io.truebook.ledger.account.AccountName.providerClearing;
import static io.truebook.ledger.account.AccountName.providerReserve;

import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.reserve.ReserveEvent.ReserveMoved;

/** What each event of a reserve does to the accounts; the item is the provider's movement. */
public final class ReservePostings {

    private ReservePostings() {}

    /** The balanced entry of an event. */
    public static JournalEntry entryFor(ReserveEvent event) {
        return switch (event) {
            case ReserveMoved e -> moved(e);
        };
    }

    private static JournalEntry moved(ReserveMoved event) {
        var clearing = providerClearing(event.connection());
        var reserve = providerReserve(event.connection());
        var item = event.evidence().objectId();
        return event.amount().isNegative()
                ? JournalEntry.transfer(event.amount().negated(), reserve, clearing, item)
                : JournalEntry.transfer(event.amount(), clearing, reserve, item);
    }
}
