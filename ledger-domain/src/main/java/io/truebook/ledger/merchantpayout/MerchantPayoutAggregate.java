package io.truebook.ledger.merchantpayout;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.payment.Payment;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/**
 * The shell that lets Axon load, lock and append a {@link MerchantPayout}; every rule is in there.
 */
@AggregateRoot(type = MerchantPayoutAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class MerchantPayoutAggregate {

    /** What is stored never is the name of a class. */
    public static final String TYPE = "merchant-payout";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String payoutId;

    private MerchantPayout payout = new MerchantPayout.Unheard();

    /** For Axon. */
    MerchantPayoutAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RequestMerchantPayout command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordMerchantPayoutPaid command) {
        execute(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordMerchantPayoutFailed command) {
        execute(command);
    }

    @EventSourcingHandler
    void on(MerchantPayoutEvent event) {
        payoutId = event.payoutId();
        payout = payout.evolve(event);
    }

    private void execute(MerchantPayoutCommand command) {
        switch (payout.decide(command)) {
            case Decision.Accepted(var events) -> events.forEach(event -> apply(event));
            case Decision.Rejected(var reason, var detail) ->
                    throw new CommandRejected(reason, detail);
        }
        // Where the journal's contributors look for what a command has made of an aggregate.
        CurrentUnitOfWork.ifStarted(unit -> unit.root().resources().put(Payment.RESOURCE, payout));
    }
}
