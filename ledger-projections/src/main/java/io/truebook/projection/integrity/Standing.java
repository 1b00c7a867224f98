package io.truebook.projection.integrity;

import io.truebook.ledger.journal.OpenAmount;
import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.ledger.merchantpayout.MerchantPayoutItems;
import io.truebook.ledger.payment.PaymentItems;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakItems;
import java.util.ArrayList;
import java.util.List;

/** What has to stand open of a payment, a break or a payout, as its state says. */
final class Standing {

    private Standing() {}

    /** The items that do not net to zero after these events, which are all there are of it. */
    static List<OpenAmount> of(String id, List<ReadEvent> read) {
        var payment = new PaymentFold();
        var found = Break.UNDECIDED;
        MerchantPayout payout = new MerchantPayout.Unheard();
        for (var one : read) {
            payment.next(one);
            switch (one.event()) {
                case BreakEvent event -> found = found.evolve(event);
                case MerchantPayoutEvent event -> payout = payout.evolve(event);
                case null, default -> {}
            }
        }
        var items = new ArrayList<OpenAmount>(BreakItems.of(id, found));
        items.addAll(MerchantPayoutItems.of(payout));
        payment.now().known().map(PaymentItems::of).ifPresent(items::addAll);
        return items;
    }
}
