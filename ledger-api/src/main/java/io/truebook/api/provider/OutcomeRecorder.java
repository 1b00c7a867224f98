package io.truebook.api.provider;

import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.ExceptionUtils;

/**
 * Tells a payment what a provider said, as a command of the system's own.
 *
 * <p>Its transaction id names the occasion (an attempt, a callback), so telling it again after a
 * crash changes nothing.
 */
public final class OutcomeRecorder {

    private final CommandGateway gateway;

    public OutcomeRecorder(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Returns when the outcome is durable.
     *
     * @param origin who tells: {@code sys:dispatcher}, {@code sys:webhook:...}
     * @param occasion unique for the origin
     */
    public void record(String tenant, String origin, String occasion, RecordOutcome command) {
        send(tenant, origin, occasion, "record-outcome", command);
    }

    /** The same of what belongs to no payment. */
    public void record(String tenant, String origin, String occasion, RecordPayout command) {
        send(tenant, origin, occasion, "record-payout", command);
    }

    /** The same of what a provider moves for no payment. */
    public void record(String tenant, String origin, String occasion, RecordMovement command) {
        var kind =
                switch (command.kind()) {
                    case RESERVE -> "record-reserve";
                    case FEE -> "record-account-fee";
                };
        send(tenant, origin, occasion, kind, command);
    }

    private void send(String tenant, String origin, String occasion, String kind, Object command) {
        var context =
                new CommandContext(
                        new TransactionKey(tenant, origin, occasion),
                        "system:" + origin.substring("sys:".length()),
                        kind,
                        RequestFields.NONE);
        try {
            gateway.sendAndWait(
                    new GenericCommandMessage<>(command).withMetaData(context.metaData()));
        } catch (RuntimeException e) {
            if (ExceptionUtils.findException(e, DuplicateTransaction.class).isEmpty()) {
                throw e;
            }
            // It was told before the last crash.
        }
    }
}
