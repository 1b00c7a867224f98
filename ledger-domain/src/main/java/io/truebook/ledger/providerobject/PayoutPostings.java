package io.truebook.ledger.providerobject;

import static io.truebook.ledger.account.AccountName.platformBank;
import static io.truebook.ledger.account.AccountName.providerClearing;
import static io.truebook.ledger.account.AccountName.providerInTransit;

import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankCredited;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankDebited;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankUnmatched;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutCanceled;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutCreated;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutFailed;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutPaid;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutTraced;

/** What each event of a payout does to the accounts; the item is the provider's payout. */
public final class PayoutPostings {

    private PayoutPostings() {}

    /** The balanced entry of an event, empty when no money moves. */
    public static JournalEntry entryFor(PayoutEvent event) {
        return switch (event) {
            case PayoutCreated e -> leaves(e.connection(), e.amount(), e);
            case PayoutPaid _ -> JournalEntry.NONE;
            case PayoutFailed e -> leaves(e.connection(), e.amount().negated(), e);
            case PayoutCanceled e -> leaves(e.connection(), e.amount().negated(), e);
            case PayoutTraced _ -> JournalEntry.NONE;
            case PayoutBankCredited e -> arrives(e.connection(), e.amount(), e);
            case PayoutBankDebited e -> arrives(e.connection(), e.amount().negated(), e);
            case PayoutBankUnmatched e -> arrives(e.connection(), e.amount().negated(), e);
        };
    }

    private static JournalEntry arrives(String connection, Money amount, PayoutEvent event) {
        var inTransit = providerInTransit(connection);
        var item = event.evidence().objectId();
        return amount.isNegative()
                ? JournalEntry.NONE.and(
                        Layer.POSTED, amount.negated(), inTransit, platformBank(), item)
                : JournalEntry.NONE.and(Layer.POSTED, amount, platformBank(), inTransit, item);
    }

    private static JournalEntry leaves(String connection, Money amount, PayoutEvent event) {
        var clearing = providerClearing(connection);
        var inTransit = providerInTransit(connection);
        var item = event.evidence().objectId();
        return amount.isNegative()
                ? JournalEntry.NONE.and(Layer.POSTED, amount.negated(), clearing, inTransit, item)
                : JournalEntry.NONE.and(Layer.POSTED, amount, inTransit, clearing, item);
    }
}
