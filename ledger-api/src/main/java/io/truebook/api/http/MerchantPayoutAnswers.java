package io.truebook.api.http;

import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutRequested;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.TransactionKey;
import java.time.LocalDate;

/** Gives whoever wants or tells something of a payout its answer in the batch of the event. */
public final class MerchantPayoutAnswers implements JournalContributor {

    /** An answer shows its event, and at that moment nothing is overdue. */
    private static final LocalDate NEVER_OVERDUE = LocalDate.EPOCH;

    private static final int OK = 200;
    private static final int CREATED = 201;

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        var transaction = change.context().transaction();
        if (transaction.origin().equals(TransactionKey.API)
                && !change.events().isEmpty()
                && change.events().getLast().getPayload() instanceof MerchantPayoutEvent event
                && change.state() instanceof MerchantPayout.Known now) {
            rows.subject(event.payoutId());
            var resource = MerchantPayoutResource.of(now, 0, NEVER_OVERDUE);
            rows.answer(transaction, status(event), AnswerContributor.atPosition(resource), false);
        }
    }

    private static int status(MerchantPayoutEvent event) {
        return switch (event) {
            case MerchantPayoutRequested _ -> CREATED;
            case MerchantPayoutPaid _, MerchantPayoutFailed _ -> OK;
        };
    }
}
