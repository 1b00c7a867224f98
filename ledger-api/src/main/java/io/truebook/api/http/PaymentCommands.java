package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.projection.payment.PaymentQueries.PaymentAt;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.Receipt;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Sends commands to payments and says in the catalogue's words why one did not hold. */
final class PaymentCommands {

    private final CommandGateway gateway;

    PaymentCommands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Returns when the command's events are durable, with what they made of the payment; empty when
     * it had none.
     */
    Optional<PaymentAt> send(PaymentCommand command, CommandContext context) {
        var receipt = new Receipt();
        var metaData = MetaData.from(context.metaData()).mergedWith(receipt.metaData());
        try {
            gateway.send(new GenericCommandMessage<>(command, metaData)).get();
            return receipt.written().map(PaymentCommands::payment);
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause());
        } catch (InterruptedException stop) {
            throw stopping();
        }
    }

    static CommandRejected stopping() {
        Thread.currentThread().interrupt();
        return new CommandRejected(Rejection.OUTCOME_UNKNOWN, "The server is stopping");
    }

    private static PaymentAt payment(Receipt.Written written) {
        return new PaymentAt((Payment.Known) written.state(), written.position());
    }

    static RuntimeException refusal(@Nullable Throwable cause) {
        return switch (cause) {
            case CommandRejected rejected -> rejected;
            case DuplicateTransaction duplicate -> duplicate;
            case ConcurrencyException _, AggregateStreamCreationException _ ->
                    new CommandRejected(
                            Rejection.OVERLOADED, "Others were faster, several times in a row");
            case RuntimeException fault -> fault;
            case null, default -> new IllegalStateException("The command failed", cause);
        };
    }
}
