package io.truebook.api.simulator;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The money that moves on the provider's balance, and the fee it takes for it.
 *
 * <p>Fee: basis points of the amount, rounded half up, plus a fixed part, both in minor units; a
 * refund costs nothing and returns nothing. A partial capture is the full charge followed by a
 * {@code partial_capture_reversal} of the rest, which gives the fee on that rest back; no refund
 * object belongs to it.
 */
final class Movements {
    private static final Duration UNTIL_AVAILABLE = Duration.ofDays(2);

    private final Clock clock;
    private final int feeBasisPoints;
    private final long feeFixedMinor;

    Movements(Clock clock, int feeBasisPoints, long feeFixedMinor) {
        this.clock = clock;
        this.feeBasisPoints = feeBasisPoints;
        this.feeFixedMinor = feeFixedMinor;
    }

    long fee(long amount) {
        return Math.addExact(
                Math.addExact(Math.multiplyExact(amount, feeBasisPoints), 5_000) / 10_000,
                feeFixedMinor);
    }

    private long feeOf(ObjectNode charge, long amount) {
        return Amounts.atLeast(fee(amount), Json.required(charge, "currency"));
    }

    /** A capture reaches the balance; the charge names its movement from now on. */
    void captured(Effects effects, ObjectNode charge) {
        long amount = Json.number(charge, "amount");
        long captured = Json.number(charge, "amount_captured");
        String type =
                "card".equals(Json.text((ObjectNode) charge.path("payment_method_details"), "type"))
                        ? "charge"
                        : "payment";
        BalanceTransaction whole =
                movement(
                        charge,
                        type,
                        "charge",
                        amount,
                        feeOf(charge, amount),
                        Json.required(charge, "id"));
        charge.put("balance_transaction", whole.id());
        effects.move(whole);
        if (captured < amount) {
            long rest = Math.subtractExact(amount, captured);
            effects.move(
                    movement(
                            charge,
                            "refund",
                            "partial_capture_reversal",
                            Math.negateExact(rest),
                            Math.subtractExact(feeOf(charge, captured), feeOf(charge, amount)),
                            Json.required(charge, "id")));
        }
    }

    /** A captured charge failed after all: its amount leaves the balance, the fee stays taken. */
    void failedAfterCapture(Effects effects, ObjectNode charge) {
        BalanceTransaction back =
                movement(
                        charge,
                        "payment_failure_refund",
                        "charge_failure",
                        Math.negateExact(Json.number(charge, "amount_captured")),
                        0,
                        Json.required(charge, "id"));
        charge.put("failure_balance_transaction", back.id());
        effects.move(back);
    }

    void refunded(Effects effects, ObjectNode charge, ObjectNode refund) {
        BalanceTransaction out =
                movement(
                        charge,
                        "refund",
                        "refund",
                        Math.negateExact(Json.number(refund, "amount")),
                        0,
                        Json.required(refund, "id"));
        refund.put("balance_transaction", out.id());
        effects.move(out);
    }

    void refundFailed(Effects effects, ObjectNode charge, ObjectNode refund) {
        BalanceTransaction back =
                movement(
                        charge,
                        "refund_failure",
                        "refund_failure",
                        Json.number(refund, "amount"),
                        0,
                        Json.required(refund, "id"));
        refund.put("failure_balance_transaction", back.id());
        effects.move(back);
    }

    /** A dispute's funds leave or come back; amount and fee signed as they change the balance. */
    BalanceTransaction disputed(
            ObjectNode charge, ObjectNode dispute, String category, long amount, long fee) {
        return movement(charge, "adjustment", category, amount, fee, Json.required(dispute, "id"));
    }

    /** A payout takes its amount off the balance; a failed one brings it back. */
    BalanceTransaction payout(String payoutId, String currency, long amount, boolean failed) {
        return new BalanceTransaction(
                Ids.next("txn_"),
                now(),
                now(),
                failed ? "payout_failure" : "payout",
                failed ? "payout_reversal" : "payout",
                failed ? amount : Math.negateExact(amount),
                0,
                currency,
                payoutId,
                null,
                null,
                payoutId,
                "STRIPE PAYOUT");
    }

    private BalanceTransaction movement(
            ObjectNode charge, String type, String category, long amount, long fee, String source) {
        @Nullable String description = Json.text(charge, "description");
        return new BalanceTransaction(
                Ids.next("txn_"),
                now(),
                now() + UNTIL_AVAILABLE.toSeconds(),
                type,
                category,
                amount,
                fee,
                Json.required(charge, "currency"),
                source,
                Json.required(charge, "id"),
                Json.text(charge, "payment_intent"),
                null,
                description);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
