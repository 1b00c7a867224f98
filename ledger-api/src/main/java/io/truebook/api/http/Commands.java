package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Sends commands and says in the catalogue's words why one did not hold. */
final class Commands {

    private final CommandGateway gateway;

    Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /** Returns when the command's events are durable; a refusal is thrown. */
    void send(Object command, CommandContext context) {
        send(new GenericCommandMessage<>(command, context.metaData()));
    }

    /** The same of a command whose metadata holds more than its context. */
    void send(CommandMessage<?> command) {
        try {
            gateway.send(command).get();
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandRejected(Rejection.OUTCOME_UNKNOWN, "The server is stopping");
        }
    }

    private static RuntimeException refusal(@Nullable Throwable cause) {
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
