package io.truebook.projection.rebuild;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.outbox.OperationContributor;
import io.truebook.projection.rebuild.EventsInOrder.Stored;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** The changes that payments are made of, command by command, and what each left to be done. */
final class PaymentChanges {

    /**
     * One command's effect.
     *
     * @param lastIndex of its last event
     * @param rows what was written with the events
     */
    record Change(
            String tenant,
            String paymentId,
            TransactionKey transaction,
            long lastIndex,
            BatchRows rows) {}

    /** The same code that wrote the rows in use; nobody has to be woken. */
    private final JournalContributor contributor = new OperationContributor(() -> {});

    private final EventsInOrder events;

    PaymentChanges(EventJson json) {
        events = new EventsInOrder(json);
    }

    /** All changes up to a position of the payments that have an event behind another one. */
    List<Change> ofTouched(Connection connection, long after, long upTo) throws SQLException {
        List<Change> changes = new ArrayList<>();
        List<Stored> command = new ArrayList<>();
        Payment payment = new Payment.None();
        for (var stored : events.ofTouched(connection, "payment", after, upTo)) {
            boolean other =
                    !command.isEmpty()
                            && !stored.aggregateId().equals(command.getFirst().aggregateId());
            if (other || !isOfThe(command, stored)) {
                changes.add(change(command, payment));
                command.clear();
            }
            payment = (other ? new Payment.None() : payment).evolve(payload(stored));
            command.add(stored);
        }
        if (!command.isEmpty()) {
            changes.add(change(command, payment));
        }
        return changes;
    }

    private static boolean isOfThe(List<Stored> command, Stored stored) {
        return command.isEmpty() || command.getFirst().transaction().equals(stored.transaction());
    }

    private Change change(List<Stored> command, Payment after) {
        var first = command.getFirst();
        var transaction = first.transaction();
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (var stored : command) {
            messages.add(
                    new GenericDomainEventMessage<>(
                            "payment", stored.aggregateId(), 0, stored.event()));
        }
        var context = new CommandContext(transaction, first.principal(), "", RequestFields.NONE);
        var rows = new BatchRows();
        contributor.contribute(new JournalChange(context, null, messages, after), rows);
        return new Change(
                first.tenant(), first.aggregateId(), transaction, command.getLast().index(), rows);
    }

    private static PaymentEvent payload(Stored stored) {
        if (stored.event() instanceof PaymentEvent event) {
            return event;
        }
        throw new RebuildRefused("Event " + stored.index() + " is not a payment's");
    }
}
