package io.truebook.api.http;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;

/** Gives whoever closes a period the answer in the batch of the event. */
public final class PeriodCloseAnswers implements JournalContributor {

    private static final int CREATED = 201;

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        for (var message : change.events()) {
            if (message.getPayload() instanceof PeriodClosed close) {
                rows.subject(close.closeId());
                var resource = PeriodCloseResource.of(close, 0);
                var body = AnswerContributor.atPosition(resource);
                rows.answer(change.context().transaction(), CREATED, body, false);
            }
        }
    }
}
