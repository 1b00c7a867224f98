package io.truebook.api.provider;

import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import io.truebook.ledger.provider.ProviderCall;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One claimed try at an operation: durable before it starts.
 *
 * @param number fences: only the latest attempt of an operation may reschedule it
 * @param request fixed at the first attempt and never changed
 * @param firstSentAt when the first attempt began, which is when the provider's key window opened
 * @param maybeSent whether an earlier attempt may have had an effect
 */
record Attempt(
        OpenCall open,
        int number,
        Step step,
        ProviderCall call,
        FrozenRequest request,
        Instant firstSentAt,
        boolean maybeSent) {

    /** To send the request, or only to ask what became of it. */
    enum Step {
        SEND,
        QUERY;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an operation waits for, the more urgent first. */
    enum Turn {
        FIRST,
        AGAIN,
        QUESTION
    }

    /**
     * An open operation as its row was read; the window opens when it is first sent.
     *
     * @param plannedAt when it would have been asked about, if somebody has had it asked sooner
     */
    record OpenCall(
            String operationId,
            String tenant,
            String paymentId,
            String connection,
            int attempts,
            Step nextStep,
            Turn turn,
            Instant dueAt,
            @Nullable Instant plannedAt,
            @Nullable Instant firstSentAt,
            int unsettled,
            int notExecuted) {}

    String operationId() {
        return open.operationId();
    }

    String providerKey() {
        return ProviderKey.of(open.tenant(), open.operationId());
    }
}
