package io.truebook.api.http;

import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.TransactionKey;

/** Gives whoever decides about a break its answer in the batch that makes the decision durable. */
public final class BreakAnswers implements JournalContributor {

    private static final int OK = 200;

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        var transaction = change.context().transaction();
        if (transaction.origin().equals(TransactionKey.API)
                && !change.events().isEmpty()
                && change.events().getLast().getPayload() instanceof BreakEvent event
                && change.state() instanceof Break now
                && now.facts() != null) {
            rows.subject(event.breakId());
            var resource = BreakResource.of(event.breakId(), now.facts(), now, event.at());
            rows.answer(transaction, OK, AnswerContributor.atPosition(resource), false);
        }
    }
}
