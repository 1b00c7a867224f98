package io.truebook.ledger.merchantpayout;

import static io.truebook.ledger.account.AccountName.merchantPayable;
import static io.truebook.ledger.account.AccountName.merchantPayoutInTransit;
import static io.truebook.ledger.account.AccountName.platformBank;

import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutRequested;
import io.truebook.ledger.money.Money;
import java.time.Instant;

/** What each event of a payout to a merchant does to the accounts; the item is the payout. */
public final class MerchantPayoutPostings {

    private MerchantPayoutPostings() {}

    /** The balanced entry of an event, empty when no money moves. */
    public static JournalEntry entryFor(MerchantPayoutEvent event) {
        return switch (event) {
            case MerchantPayoutRequested e -> setAside(e.merchant(), e.amount(), e.payoutId());
            case MerchantPayoutPaid e ->
                    switch (e.from()) {
                        case REQUESTED ->
                                paid(JournalEntry.NONE, e.merchant(), e.amount(), e.payoutId());
                        // The failure had given it back: it is set aside again, and leaves.
                        case FAILED ->
                                paid(
                                        setAside(e.merchant(), e.amount(), e.payoutId()),
                                        e.merchant(),
                                        e.amount(),
                                        e.payoutId());
                        case PAID -> JournalEntry.NONE;
                    };
            case MerchantPayoutFailed e ->
                    switch (e.from()) {
                        case REQUESTED ->
                                givenBack(
                                        JournalEntry.NONE, e.merchant(), e.amount(), e.payoutId());
                        // The exact reverse of paid, and what a failure does.
                        case PAID ->
                                givenBack(
                                        cameBack(e.merchant(), e.amount(), e.payoutId()),
                                        e.merchant(),
                                        e.amount(),
                                        e.payoutId());
                        case FAILED -> JournalEntry.NONE;
                    };
        };
    }

    /** When the entry of an event counts. */
    public static Instant effectiveAt(MerchantPayoutEvent event) {
        return switch (event) {
            case MerchantPayoutRequested e -> e.at();
            case MerchantPayoutPaid e -> e.evidence().effectiveAt();
            case MerchantPayoutFailed e -> e.evidence().effectiveAt();
        };
    }

    private static JournalEntry setAside(String merchant, Money amount, String item) {
        return JournalEntry.transfer(
                amount, merchantPayable(merchant), merchantPayoutInTransit(merchant), item);
    }

    private static JournalEntry paid(
            JournalEntry before, String merchant, Money amount, String item) {
        return before.and(
                Layer.POSTED, amount, merchantPayoutInTransit(merchant), platformBank(), item);
    }

    private static JournalEntry cameBack(String merchant, Money amount, String item) {
        return JournalEntry.transfer(
                amount, platformBank(), merchantPayoutInTransit(merchant), item);
    }

    private static JournalEntry givenBack(
            JournalEntry before, String merchant, Money amount, String item) {
        return before.and(
                Layer.POSTED,
                amount,
                merchantPayoutInTransit(merchant),
                merchantPayable(merchant),
                item);
    }
}
