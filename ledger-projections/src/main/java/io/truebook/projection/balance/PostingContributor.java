package io.truebook.projection.balance;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import java.util.Optional;
import java.util.function.Function;

/** Books every event, and closes periods, in the commit that makes it durable. */
public final class PostingContributor implements JournalContributor {

    private final Function<Object, Optional<Booking>> bookings;

    /**
     * Books by this function of the event alone.
     *
     * @param bookings empty for an event that is of no family it knows
     */
    public PostingContributor(Function<Object, Optional<Booking>> bookings) {
        this.bookings = bookings;
    }

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        for (int i = 0; i < change.events().size(); i++) {
            int event = i;
            Object payload = change.events().get(i).getPayload();
            if (payload instanceof PeriodClosed closed) {
                rows.closeBefore(closed.openFrom());
            }
            bookings.apply(payload)
                    .ifPresent(booking ->
                            rows.post(
                                    event,
                                    booking.entry(),
                                    booking.effectiveAt(),
                                    booking.limits()));
        }
    }
}
