package io.truebook.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Dispute;
import io.truebook.ledger.payment.Payment;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A dispute as clients see it.
 *
 * <p>Amounts: minor units of {@code currency}; {@code amount} is what the payer claims, {@code
 * amount_withdrawn} less {@code amount_reinstated} is what is gone now.
 *
 * @param id the provider's
 * @param status {@code inquiry} and {@code inquiry_closed} move no money; {@code open} forbids
 *     refunds; {@code won} and {@code lost} are the last round's
 * @param amount null while only the money or the verdict of it was heard of
 * @param reason the provider's code
 * @param respondBy until when the provider takes evidence
 * @param journalPosition index of the event it shows; absent where the charge around it has one
 */
public record DisputeResource(
        String id,
        String object,
        String status,
        @Nullable Long amount,
        String currency,
        long amountWithdrawn,
        long amountReinstated,
        @Nullable String reason,
        @Nullable Instant respondBy,
        String charge,
        String merchant,
        String provider,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long journalPosition) {

    static final List<String> STATUSES =
            Arrays.stream(Dispute.Status.values()).map(DisputeResource::name).toList();

    static List<DisputeResource> of(Payment.Known payment) {
        return payment.file().disputes().values().stream()
                .map(dispute -> of(payment, dispute, null))
                .toList();
    }

    static DisputeResource of(
            Payment.Known payment, Dispute dispute, @Nullable Long journalPosition) {
        var terms = payment.file().terms();
        var claim = dispute.claim();
        var respondBy = claim == null ? null : claim.respondBy();
        return new DisputeResource(
                dispute.id(),
                "dispute",
                name(dispute.status()),
                minor(claim == null ? null : claim.amount()),
                dispute.withdrawn().currency().code(),
                dispute.withdrawn().minor(),
                dispute.reinstated().minor(),
                claim == null ? null : claim.reason(),
                respondBy == null ? null : Json.time(respondBy),
                payment.file().paymentId(),
                terms.merchant(),
                terms.connection(),
                Json.time(dispute.createdAt()),
                Json.time(dispute.updatedAt()),
                journalPosition);
    }

    private static @Nullable Long minor(@Nullable Money amount) {
        return amount == null ? null : amount.minor();
    }

    private static String name(Dispute.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
