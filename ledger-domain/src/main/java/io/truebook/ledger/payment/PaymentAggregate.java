package io.truebook.ledger.payment;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/**
 * The shell that lets Axon load, lock and append a {@link Payment}; every rule is in there.
 *
 * <p>It leaves the payment as the command made it in the unit of work, where the journal's
 * contributors find it.
 */
@AggregateRoot(type = "payment") // What is stored never is the name of a class.
@NullUnmarked // Axon sets the identifier through the first event.
public final class PaymentAggregate {

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String paymentId;

    private Payment payment = new Payment.None();

    /** For Axon. */
    PaymentAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RequestCharge command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CaptureCharge command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(VoidCharge command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RequestRefund command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ErasePersonalData command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordOutcome command) {
        execute(command);
    }

    @EventSourcingHandler
    void on(PaymentEvent event) {
        paymentId = event.paymentId();
        payment = payment.evolve(event);
    }

    private void execute(PaymentCommand command) {
        switch (payment.decide(command)) {
            case Decision.Accepted(var events) -> events.forEach(event -> apply(event));
            case Decision.Rejected(var reason, var detail) ->
                    throw new CommandRejected(reason, detail);
        }
        CurrentUnitOfWork.ifStarted(unit -> unit.root().resources().put(Payment.RESOURCE, payment));
    }
}
