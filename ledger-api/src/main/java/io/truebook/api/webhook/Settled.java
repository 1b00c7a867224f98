package io.truebook.api.webhook;

import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.ToldFact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a letter goes from here. */
record Settled(
        String status,
        String step,
        @Nullable String reason,
        @Nullable String paymentId,
        int failures,
        @Nullable Instant dueAt,
        boolean erased,
        List<String> waitsFor,
        List<ToldFact> told) {

    Settled(
            String status,
            String step,
            @Nullable String reason,
            @Nullable String paymentId,
            int failures,
            @Nullable Instant dueAt) {
        this(status, step, reason, paymentId, failures, dueAt, false, List.of(), List.of());
    }

    /** Of a payment whose personal data was erased: so is the letter's. */
    Settled ofErased(boolean isErased) {
        return new Settled(
                status, step, reason, paymentId, failures, dueAt, isErased, waitsFor, told);
    }

    /** What the provider's objects are that would lead to its payment. */
    Settled waitingFor(List<String> objectIds) {
        return new Settled(
                status, step, reason, paymentId, failures, dueAt, erased, objectIds, told);
    }

    /** What it told, whether that was news or known already. */
    Settled telling(List<ProviderFact> facts) {
        var all = facts.stream().map(ToldFact::of).toList();
        return new Settled(status, step, reason, paymentId, failures, dueAt, erased, waitsFor, all);
    }

    /** Whether those behind it have still to wait for it. */
    boolean holdsUpOthers() {
        return status.equals("received") && step.equals("facts");
    }

    static Settled dead(String step, String reason, int failures) {
        return new Settled("dead", step, reason, null, failures, null);
    }

    static Settled done(@Nullable String paymentId, @Nullable String reason) {
        return new Settled("done", "facts", reason, paymentId, 0, null);
    }

    static Settled parked(@Nullable String paymentId, String reason) {
        return new Settled("parked", "facts", reason, paymentId, 0, null);
    }

    /** As it was claimed, for whoever comes next. */
    static Settled untouched(Letter letter, Instant now) {
        return new Settled(letter.status(), letter.step(), null, null, letter.failures(), now);
    }
}
