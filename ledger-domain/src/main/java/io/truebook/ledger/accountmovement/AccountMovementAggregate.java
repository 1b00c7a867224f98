package io.truebook.ledger.accountmovement;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/** The shell that lets Axon load, lock and append a {@link AccountMovement}. */
@AggregateRoot(type = AccountMovementAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class AccountMovementAggregate {

    /** What is stored never is the name of a class; this one is older than fees are. */
    public static final String TYPE = "reserve-movement";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String movementKey;

    private AccountMovement movement = AccountMovement.UNHEARD_OF;

    /** For Axon. */
    AccountMovementAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordMovement command) {
        movement.decide(command).forEach(event -> apply(event));
    }

    @EventSourcingHandler
    void on(AccountMovementEvent event) {
        movementKey = event.movementKey();
        movement = movement.evolve(event);
    }
}
