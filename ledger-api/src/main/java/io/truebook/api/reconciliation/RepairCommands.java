package io.truebook.api.reconciliation;

import io.truebook.api.restore.RestoreGuard;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.util.Optional;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.ExceptionUtils;

/**
 * Sends the commands of repairs under ids that follow from their break: sent again, by this node
 * after a crash or by another one, they change nothing; and after a restore, what had reached the
 * provider in the lost time is not sent again.
 */
final class RepairCommands {

    /** Who decides where nobody is asked; no API key can be of a principal called so. */
    static final String PRINCIPAL = "system:repair";

    private final CommandGateway gateway;
    private final RestoreGuard guard;

    RepairCommands(CommandGateway gateway, RestoreGuard guard) {
        this.gateway = gateway;
        this.guard = guard;
    }

    /**
     * Returns when what the command decides is durable; the refusal where it decides nothing.
     *
     * @param id unique for all that repairs ever do
     */
    Optional<CommandRejected> send(String tenant, String id, String name, Object command) {
        var context =
                new CommandContext(
                        new TransactionKey(tenant, RepairStep.ORIGIN, id),
                        PRINCIPAL,
                        name,
                        RequestFields.NONE);
        try {
            guard.admit(context.transaction());
            gateway.sendAndWait(
                    new GenericCommandMessage<>(command).withMetaData(context.metaData()));
            return Optional.empty();
        } catch (RuntimeException e) {
            var before = ExceptionUtils.findException(e, DuplicateTransaction.class);
            if (before.isPresent()) {
                return refusal(before.get().recorded());
            }
            var refusal = ExceptionUtils.findException(e, CommandRejected.class);
            if (refusal.isEmpty()) {
                throw e;
            }
            return refusal;
        }
    }

    /** What the id came to before the last crash: it was done, or it stays refused. */
    private static Optional<CommandRejected> refusal(Recorded before) {
        return Optional.ofNullable(before.rejection())
                .map(refusal -> new CommandRejected(refusal.reason(), refusal.detail()));
    }
}
