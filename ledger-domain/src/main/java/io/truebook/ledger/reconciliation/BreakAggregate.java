package io.truebook.ledger.reconciliation;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.BeginRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CloseBreak;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ConfirmRepair;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.ledger.reconciliation.BreakCommand.FailRepair;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakCommand.RejectRepair;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/** The shell that lets Axon load, lock and append a {@link Break}; every rule is in there. */
@AggregateRoot(type = BreakAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class BreakAggregate {

    /** What is stored never is the name of a class. */
    public static final String TYPE = "break";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String breakId;

    private Break state = Break.UNDECIDED;

    /** For Axon. */
    BreakAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AssignBreak command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ProposeRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ApproveRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RejectRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DismissBreak command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(BeginRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CompleteRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(FailRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ConfirmRepair command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(OpenBreak command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CloseBreak command) {
        execute(command);
    }

    @EventSourcingHandler
    void on(BreakEvent event) {
        breakId = event.breakId();
        state = state.evolve(event);
    }

    private void execute(BreakCommand command) {
        switch (state.decide(command)) {
            case Decision.Accepted(var events) -> events.forEach(event -> apply(event));
            case Decision.Rejected(var reason, var detail) ->
                    throw new CommandRejected(reason, detail);
        }
        // Where the journal's contributors look for what a command has made of an aggregate.
        CurrentUnitOfWork.ifStarted(unit -> unit.root().resources().put(Payment.RESOURCE, state));
    }
}
