package io.truebook.api.http;

import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.payment.Personal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payout to a merchant as clients see it.
 *
 * <p>Amount: minor units of {@code currency}.
 *
 * @param failureCode why it failed; null unless it counts as failed
 * @param journalPosition index of the event it shows
 */
public record MerchantPayoutResource(
        String id,
        String object,
        String status,
        long amount,
        String currency,
        String merchant,
        @Nullable String failureCode,
        @Nullable String reference,
        @Nullable String description,
        String transactionId,
        Instant createdAt,
        Instant updatedAt,
        long journalPosition) {

    static final List<String> STATUSES = Arrays.stream(Status.values()).map(Status::code).toList();

    static MerchantPayoutResource of(MerchantPayout.Known payout, long position) {
        var request = payout.request();
        var personal = request.personal() == null ? Personal.NONE : request.personal();
        var failure = payout.failure();
        return new MerchantPayoutResource(
                request.payoutId(),
                "merchant_payout",
                payout.status().code(),
                request.amount().minor(),
                request.amount().currency().code(),
                request.merchant(),
                failure == null ? null : failure.code(),
                personal.reference(),
                personal.description(),
                request.transaction().value(),
                Json.time(request.at()),
                Json.time(payout.updatedAt()),
                position);
    }

    static List<String> failures() {
        return Arrays.stream(PayoutFailure.values()).map(PayoutFailure::code).toList();
    }
}
