package io.truebook.api.simulator;

import io.truebook.api.simulator.AdyenNotifications.News;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The news of a dispute in the Adyen dialect, each by its event code and in any order: all carry
 * the dispute's own {@code pspReference}, and the payment's as {@code originalReference}.
 *
 * <p>{@code CHARGEBACK} and {@code SECOND_CHARGEBACK} take the amount (minor units, all that was
 * captured unless told) off the balance, {@code CHARGEBACK_REVERSED} brings it back; the others
 * move nothing. {@code unnamed} ones bear the payment's reference alone, as from an account that is
 * not set to name its disputes. Source: Adyen "Dispute webhooks" (read 2026-11).
 */
final class AdyenDisputes {
    /** What each event does to the balance, and the status it gives the dispute. */
    private enum Stage {
        NOTIFICATION_OF_FRAUD(0, ""),
        REQUEST_FOR_INFORMATION(0, "Undefended"),
        NOTIFICATION_OF_CHARGEBACK(0, "Undefended"),
        INFORMATION_SUPPLIED(0, "Pending"),
        ISSUER_COMMENTS(0, "Pending"),
        ISSUER_RESPONSE_TIMEFRAME_EXPIRED(0, "Won"),
        DISPUTE_DEFENSE_PERIOD_ENDED(0, "Lost"),
        CHARGEBACK(-1, "Undefended"),
        CHARGEBACK_REVERSED(1, "Won"),
        SECOND_CHARGEBACK(-1, "Lost"),
        PREARBITRATION_WON(0, "Won"),
        PREARBITRATION_LOST(0, "Lost");

        private final int direction;
        private final String status;

        Stage(int direction, String status) {
            this.direction = direction;
            this.status = status;
        }

        String bookingType() {
            return switch (this) {
                case CHARGEBACK -> "Chargeback";
                case CHARGEBACK_REVERSED -> "ChargebackReversed";
                default -> "SecondChargeback";
            };
        }
    }

    private final AdyenPayments payments;
    private final AdyenLife life;

    AdyenDisputes(AdyenPayments payments, AdyenLife life) {
        this.payments = payments;
        this.life = life;
    }

    /** Answers the payment, with the reference of the dispute it has now. */
    ObjectNode tell(Effects effects, String paymentId, ControlFields fields) {
        fields.allowOnly("event", "amount", "reason", "dispute", "unnamed");
        fields.required("event");
        Stage stage =
                fields.choice(
                                "event",
                                Arrays.stream(Stage.values())
                                        .map(Enum::name)
                                        .toArray(String[]::new))
                        .map(Stage::valueOf)
                        .orElseThrow();
        AdyenPayment payment = payments.held(effects, paymentId);
        if (!payment.captured()) {
            throw AdyenError.refused("167", "Only a captured payment can be disputed.");
        }
        String known = Json.text(payment.body(), "dispute");
        String dispute = fields.text("dispute").orElse(known == null ? Ids.pspReference() : known);
        payment.body().put("dispute", dispute);
        long amount =
                fields.number("amount", 1, Long.MAX_VALUE).orElse(payment.count("amount_captured"));
        if (stage.direction != 0) {
            long moved = Math.multiplyExact(amount, stage.direction);
            payment.add("amount_disputed", Math.negateExact(moved));
            life.book(payment, stage.bookingType(), moved, 0, dispute);
        }
        life.tell(
                payment,
                new News(
                        stage.name(),
                        fields.flag("unnamed").orElse(false) ? paymentId : dispute,
                        null,
                        amount,
                        true,
                        fields.text("reason").orElse("Other Fraud-Card Absent Environment"),
                        additionalData(stage)));
        return payment.body();
    }

    private static Map<String, String> additionalData(Stage stage) {
        var data = new TreeMap<String, String>();
        data.put("chargebackReasonCode", "10.4");
        data.put("chargebackSchemeCode", "visa");
        if (!stage.status.isEmpty()) {
            data.put("disputeStatus", stage.status);
        }
        return data;
    }
}
