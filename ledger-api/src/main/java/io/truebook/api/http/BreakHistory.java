package io.truebook.api.http;

import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakPostings;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided about a break and done about it, oldest first: who, when and why. */
record BreakHistory(List<Step> data) {

    /**
     * One event.
     *
     * @param by who decided it; null for what followed by itself
     * @param reason in that person's words
     */
    record Step(
            String event,
            Instant at,
            @Nullable String by,
            @Nullable Integer attempt,
            @Nullable String repair,
            @Nullable String reason,
            List<EntryLine> entry) {}

    static BreakHistory of(List<BreakEvent> events) {
        return new BreakHistory(events.stream().map(BreakHistory::step).toList());
    }

    private static Step step(BreakEvent event) {
        return switch (event) {
            case BreakEvent.BreakAssigned e -> step(e, e.by(), null, null, e.owner());
            case BreakEvent.RepairProposed e ->
                    step(e, e.by(), e.attempt(), e.kind().code(), e.reason());
            case BreakEvent.RepairApproved e -> step(e, e.by(), e.attempt(), null, e.reason());
            case BreakEvent.RepairRejected e -> step(e, e.by(), e.attempt(), null, e.reason());
            case BreakEvent.RepairBegun e -> step(e, null, e.attempt(), null, null);
            case BreakEvent.RepairApplied e -> step(e, null, e.attempt(), null, null);
            case BreakEvent.RepairFailed e ->
                    step(e, null, e.attempt(), null, e.code() + ": " + e.detail());
            case BreakEvent.RepairConfirmed e -> step(e, null, null, null, e.told());
            case BreakEvent.BreakDismissed e -> step(e, e.by(), null, null, e.reason());
            case BreakEvent.BreakOpened e -> step(e, null, null, null, e.facts().evidence());
            case BreakEvent.BreakClosed e -> step(e, null, null, null, e.why());
            case BreakEvent.AmountWrittenOff e -> step(e, null, null, null, e.reasonCode().code());
            case BreakEvent.AmountParked _,
                    BreakEvent.ParkingReversed _,
                    BreakEvent.WriteOffReversed _,
                    BreakEvent.FxDifferenceBooked _,
                    BreakEvent.FxDifferenceReversed _ ->
                    step(event, null, null, null, null);
        };
    }

    private static Step step(
            BreakEvent event,
            @Nullable String by,
            @Nullable Integer attempt,
            @Nullable String repair,
            @Nullable String reason) {
        return new Step(
                PaymentEvents.TYPES.of(event.getClass()).map(EventType::name).orElseThrow(),
                Json.time(event.at()),
                by,
                attempt,
                repair,
                reason,
                EntryLine.of(BreakPostings.entryFor(event)));
    }
}
