package io.truebook.api.http;

import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.reconciliation.BankDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payout to a merchant as clients see it.
 *
 * <p>Amount: minor units of {@code currency}.
 *
 * @param dueOn by when somebody has to have told how it ended; null once it was told
 * @param overdue whether that day has passed
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
        @Nullable LocalDate dueOn,
        boolean overdue,
        @Nullable String failureCode,
        @Nullable String reference,
        @Nullable String description,
        String transactionId,
        Instant createdAt,
        Instant updatedAt,
        long journalPosition) {

    static final List<String> STATUSES = Arrays.stream(Status.values()).map(Status::code).toList();

    static Optional<Status> status(String code) {
        return Arrays.stream(Status.values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /** So many bank days a bank may take; what is not told by then is for a person. */
    static final int BANK_DAYS = 2;

    /**
     * @param today UTC
     */
    static MerchantPayoutResource of(MerchantPayout.Known payout, long position, LocalDate today) {
        var request = payout.request();
        var dueOn =
                payout.status() == Status.REQUESTED
                        ? BankDays.after(
                                LocalDate.ofInstant(request.at(), ZoneOffset.UTC), BANK_DAYS)
                        : null;
        var personal = request.personal() == null ? Personal.NONE : request.personal();
        var failure = payout.failure();
        return new MerchantPayoutResource(
                request.payoutId(),
                "merchant_payout",
                payout.status().code(),
                request.amount().minor(),
                request.amount().currency().code(),
                request.merchant(),
                dueOn,
                dueOn != null && dueOn.isBefore(today),
                failure == null ? null : failure.code(),
                personal.reference(),
                personal.description(),
                request.transaction().value(),
                Json.time(request.at()),
                Json.time(payout.updatedAt()),
                position);
    }

    /** What was asked for before this moment and is not told of is overdue. */
    static Instant overdueBefore(LocalDate today) {
        var day = today;
        while (!BankDays.after(day, BANK_DAYS).isBefore(today)) {
            day = day.minusDays(1);
        }
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static List<String> failures() {
        return Arrays.stream(PayoutFailure.values()).map(PayoutFailure::code).toList();
    }
}
