package io.truebook.ledger.merchantpayout;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.OpenAmount;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import java.util.List;

/** What has to be set aside for a payout: its amount, until somebody tells how it ended. */
public final class MerchantPayoutItems {

    private MerchantPayoutItems() {}

    /** The item that does not net to zero now, if there is one. */
    public static List<OpenAmount> of(MerchantPayout now) {
        return switch (now) {
            case MerchantPayout.Known known when known.status() == Status.REQUESTED ->
                    List.of(
                            new OpenAmount(
                                    AccountName.merchantPayoutInTransit(known.request().merchant()),
                                    false,
                                    known.request().payoutId(),
                                    known.request().amount()));
            case MerchantPayout.Known _, MerchantPayout.Unheard _ -> List.of();
        };
    }
}
