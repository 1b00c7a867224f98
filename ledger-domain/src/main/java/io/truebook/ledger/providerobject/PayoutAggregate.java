package io.truebook.ledger.providerobject;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.NullUnmarked;

/** The shell that lets Axon load, lock and append a {@link Payout}; every rule is in there. */
@AggregateRoot(type = PayoutAggregate.TYPE)
@NullUnmarked // Axon sets the identifier through the first event.
public final class PayoutAggregate {

    /** What is stored never is the name of a class. */
    public static final String TYPE = "payout";

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String payoutKey;

    private Payout payout = Payout.UNHEARD_OF;

    /** For Axon. */
    PayoutAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordPayout command) {
        payout.decide(command).forEach(event -> apply(event));
    }

    @EventSourcingHandler
    void on(PayoutEvent event) {
        payoutKey = event.payoutKey();
        payout = payout.evolve(event);
    }
}
