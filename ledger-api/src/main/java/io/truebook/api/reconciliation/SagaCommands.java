package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.SagaStep;
import io.truebook.projection.saga.SagaOrders;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.ExceptionUtils;

/**
 * Sends the commands of sagas under ids that follow from their operations, side by side, so that
 * they share commits. What was sent before the last crash changes nothing.
 */
public final class SagaCommands implements SagaOrders {

    /** Who opens and closes; no API key can be of a principal called so. */
    private static final String PRINCIPAL = "system:reconciliation";

    private final CommandGateway gateway;

    public SagaCommands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /** One after the other of one break, for an opening may be followed by its closing. */
    @Override
    public void carryOut(List<SagaStep> steps) {
        var ofBreak = new LinkedHashMap<String, CompletableFuture<?>>();
        for (var step : steps) {
            ofBreak.merge(
                    step.command().breakId(),
                    send(step),
                    (before, one) -> before.thenCombine(one, (_, last) -> last));
        }
        CompletableFuture.allOf(ofBreak.values().toArray(CompletableFuture[]::new)).join();
    }

    private CompletableFuture<?> send(SagaStep step) {
        var context =
                new CommandContext(
                        new TransactionKey(step.tenant(), SagaStep.ORIGIN, step.transactionId()),
                        PRINCIPAL,
                        step.command().getClass().getSimpleName(),
                        RequestFields.NONE);
        return gateway.send(
                        new GenericCommandMessage<>(step.command())
                                .withMetaData(context.metaData()))
                .exceptionally(failure -> {
                    if (ExceptionUtils.findException(failure, DuplicateTransaction.class)
                            .isPresent()) {
                        return null;
                    }
                    throw new IllegalStateException(
                            "Not carried out: " + step.transactionId(), failure);
                });
    }
}
