package io.truebook.projection.payment;

import io.truebook.ledger.payment.Operation;
import io.truebook.ledger.payment.Payment;
import java.util.List;

/** The one word a client reads about a charge; the first that fits. */
public final class PaymentStatus {

    public static final List<String> ALL =
            List.of(
                    "unknown",
                    "disputed",
                    "refunded",
                    "partially_refunded",
                    "requested",
                    "processing",
                    "requires_action",
                    "authorized",
                    "captured",
                    "failed",
                    "voided",
                    "expired");

    private PaymentStatus() {}

    public static String of(Payment.Known payment) {
        var file = payment.file();
        boolean chargeIsUnknown =
                file.operation(file.paymentId())
                        .filter(charge -> charge.state() == Operation.State.UNKNOWN)
                        .isPresent();
        if (chargeIsUnknown) {
            return "unknown";
        }
        // Also once it is lost: "captured" or "refunded" would promise money that is gone.
        if (file.hasOpenDispute() || file.disputed().isPositive()) {
            return "disputed";
        }
        var refunded = file.refunded();
        if (refunded.isPositive() && file.captured().isPositive()) {
            return refunded.minor() >= file.captured().minor() ? "refunded" : "partially_refunded";
        }
        return payment.coreStatus();
    }
}
