package io.truebook.ledger.reserve;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.reserve.ReserveCommand.RecordReserve;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/** The shell that lets Axon load, lock and append a {@link ReserveMovement}. */
@AggregateRoot(type = ReserveAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class ReserveAggregate {

    /** What is stored never is the name of a class. */
    public static final String TYPE = "reserve-movement";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String movementKey;

    private ReserveMovement movement = ReserveMovement.UNHEARD_OF;

    /** For Axon. */
    ReserveAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordReserve command) {
        movement.decide(command).forEach(event -> apply(event));
    }

    @EventSourcingHandler
    void on(ReserveEvent event) {
        movementKey = event.movementKey();
        movement = movement.evolve(event);
    }
}
