package io.truebook.api.http;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.projection.payment.PaymentQueries.PaymentAt;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Receipt;
import java.util.Optional;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;

/** Sends commands to payments, and says what they made of them. */
final class PaymentCommands {

    private final Commands commands;

    PaymentCommands(Commands commands) {
        this.commands = commands;
    }

    /**
     * Returns when the command's events are durable, with what they made of the payment; empty when
     * it had none. A refusal is thrown.
     */
    Optional<PaymentAt> send(PaymentCommand command, CommandContext context) {
        var receipt = new Receipt();
        var metaData = MetaData.from(context.metaData()).mergedWith(receipt.metaData());
        commands.send(new GenericCommandMessage<>(command, metaData));
        return receipt.written().map(PaymentCommands::payment);
    }

    private static PaymentAt payment(Receipt.Written written) {
        return new PaymentAt((Payment.Known) written.state(), written.position());
    }
}
