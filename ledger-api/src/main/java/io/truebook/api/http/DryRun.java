package io.truebook.api.http;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentPostings;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakCommand;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApproved;
import io.truebook.ledger.reconciliation.BreakPostings;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a decision about a break would do, down to the entries, by the same rules that would do it.
 *
 * @param status the break would have
 * @param decided the events of the decision itself
 * @param repaired the events of the repair behind it, once it is approved, in order
 * @param commands to payments, under the transaction ids they would have
 * @param refusal why none of it would happen; null otherwise
 */
record DryRun(
        String object,
        String id,
        String status,
        List<Event> decided,
        List<Event> repaired,
        List<Command> commands,
        @Nullable Refusal refusal) {

    record Event(String event, List<EntryLine> entry) {}

    record Command(String transactionId, String command, String charge) {}

    record Refusal(String code, String detail) {}

    static DryRun of(
            String tenant, Break now, BreakCommand command, Function<String, Payment> payments) {
        return switch (now.decide(command)) {
            case Decision.Rejected<BreakEvent>(var reason, var detail) ->
                    refused(command.breakId(), now.status().code(), reason, detail);
            case Decision.Accepted<BreakEvent>(var events) ->
                    accepted(tenant, now, command, events, payments);
        };
    }

    static DryRun refused(String id, String status, Rejection reason, String detail) {
        var refusal = new Refusal(reason.code(), detail);
        return new DryRun("dry_run", id, status, List.of(), List.of(), List.of(), refusal);
    }

    private static DryRun accepted(
            String tenant,
            Break now,
            BreakCommand command,
            List<BreakEvent> events,
            Function<String, Payment> payments) {
        var after = now;
        for (var event : events) {
            after = after.evolve(event);
        }
        var repaired = new ArrayList<Event>();
        var commands = new ArrayList<Command>();
        var proposal = after.proposal();
        if (proposal != null && after.isUnderWay()) {
            for (var step : RepairStep.of(tenant, command.breakId(), proposal, command.at())) {
                commands.add(command(step));
                repaired.addAll(effects(step, payments));
            }
            repaired.addAll(ownEntries(command.breakId(), after, command.at()));
        }
        return new DryRun(
                "dry_run",
                command.breakId(),
                after.status().code(),
                events.stream().map(DryRun::event).toList(),
                repaired,
                commands,
                null);
    }

    private static List<Event> ownEntries(String breakId, Break after, Instant at) {
        int attempt = after.attempts();
        var approved = after.evolve(new RepairApproved(breakId, at, "", attempt, false, null));
        return switch (approved.decide(new CompleteRepair(breakId, attempt, at))) {
            case Decision.Accepted<BreakEvent>(var events) ->
                    events.stream().map(DryRun::event).toList();
            case Decision.Rejected<BreakEvent> _ -> List.of();
        };
    }

    private static List<Event> effects(RepairStep step, Function<String, Payment> payments) {
        var payment = payments.apply(step.command().paymentId());
        return switch (payment.decide(step.command())) {
            case Decision.Accepted<PaymentEvent>(var events) ->
                    events.stream().map(DryRun::event).toList();
            // A later step may only be possible after an earlier one.
            case Decision.Rejected<PaymentEvent> _ -> List.of();
        };
    }

    private static Command command(RepairStep step) {
        var name = step.command().getClass().getSimpleName();
        var code = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return new Command(
                RepairStep.ORIGIN + ":" + step.transactionId(), code, step.command().paymentId());
    }

    private static Event event(BreakEvent event) {
        return new Event(name(event), EntryLine.of(BreakPostings.entryFor(event)));
    }

    private static Event event(PaymentEvent event) {
        return new Event(name(event), EntryLine.of(PaymentPostings.entryFor(event)));
    }

    private static String name(Object event) {
        return PaymentEvents.TYPES.of(event.getClass()).map(EventType::name).orElseThrow();
    }
}
