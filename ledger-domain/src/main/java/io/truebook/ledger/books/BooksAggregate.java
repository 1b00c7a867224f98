package io.truebook.ledger.books;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.books.BooksCommand.ClosePeriod;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Decision;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/** The shell that lets Axon load, lock and append {@link Books}; every rule is in there. */
@AggregateRoot(type = BooksAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class BooksAggregate {

    /** What is stored never is the name of a class. */
    public static final String TYPE = "books";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String booksId;

    private Books books = Books.OPEN;

    /** For Axon. */
    BooksAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ClosePeriod command) {
        switch (books.decide(command)) {
            case Decision.Accepted(var events) -> events.forEach(event -> apply(event));
            case Decision.Rejected(var reason, var detail) ->
                    throw new CommandRejected(reason, detail);
        }
    }

    @EventSourcingHandler
    void on(BooksEvent event) {
        booksId = event.booksId();
        books = books.evolve(event);
    }
}
