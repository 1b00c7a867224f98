package io.truebook.projection.benchmark;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.truebook.ledger.money.Money;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The smallest command with all the work of a charge: one event, one id, two postings. */
final class TransferAggregate {

    /** Moves an amount from one account to another. */
    record Move(
            @TargetAggregateIdentifier String transferId,
            Money amount,
            String debit,
            String credit) {}

    /** An amount was moved. */
    record Moved(String transferId, Money amount, String debit, String credit) {}

    @SuppressWarnings("UnusedVariable") // Axon reads it by reflection.
    @AggregateIdentifier
    private String transferId;

    TransferAggregate() {}

    @CommandHandler
    TransferAggregate(Move command) {
        apply(new Moved(command.transferId(), command.amount(), command.debit(), command.credit()));
    }

    @EventSourcingHandler
    void on(Moved event) {
        transferId = event.transferId();
    }
}
