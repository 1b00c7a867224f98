package io.truebook.ledger.books;

import static io.truebook.ledger.decision.Rejection.PERIOD_ALREADY_CLOSED;
import static io.truebook.ledger.decision.Rejection.PERIOD_NOT_OVER;
import static io.truebook.ledger.decision.Rejection.PERIOD_NOT_RECONCILED;

import io.truebook.ledger.books.BooksCommand.ClosePeriod;
import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.ledger.decision.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The books of a tenant: up to when they are closed, which only ever moves forward.
 *
 * <p>Nothing is opened again: what turns out to be wrong is corrected by a new entry of an open
 * day.
 *
 * @param closed what closed them last; null while all days are open
 */
public record Books(@Nullable PeriodClosed closed) {

    /** Nothing was ever closed. */
    public static final Books OPEN = new Books(null);

    /** The one aggregate that decides for a tenant; no other is called so. */
    public static String idOf(String tenant) {
        return "books:" + tenant;
    }

    /** What follows from a command: events, or a refusal of the error catalogue. */
    Decision<BooksEvent> decide(ClosePeriod command) {
        var openFrom = command.openFrom();
        if (command.at().isBefore(openFrom)) {
            return Decision.reject(PERIOD_NOT_OVER, "The day after begins at " + openFrom);
        }
        if (closed != null && !closed.openFrom().isBefore(openFrom)) {
            return Decision.reject(
                    PERIOD_ALREADY_CLOSED,
                    "Closed through %s (%s)".formatted(closed.through(), closed.timeZone()));
        }
        if (!command.outstanding().nothingIs() && command.despite() == null) {
            return Decision.reject(PERIOD_NOT_RECONCILED, command.outstanding().inWords());
        }
        return Decision.accept(
                new PeriodClosed(
                        command.booksId(),
                        command.at(),
                        command.tenant(),
                        command.closeId(),
                        command.through(),
                        command.zone().getId(),
                        openFrom,
                        command.by(),
                        command.outstanding(),
                        command.despite()));
    }

    /** The books after an event. Total: no event is refused. */
    Books evolve(BooksEvent event) {
        return switch (event) {
            case PeriodClosed now -> new Books(now);
        };
    }
}
