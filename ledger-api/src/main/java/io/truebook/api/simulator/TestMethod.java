package io.truebook.api.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A test payment method and how it behaves: the names are Stripe's ({@code pm_card_visa}), so tests
 * against the real test mode and against the simulator read the same. The simulator keeps the name
 * as the id of the payment method.
 *
 * <p>{@code pm_usBankAccount_fails} and {@code pm_usBankAccount_processing} are ours: a debit that
 * fails, and one that stays open until it is resolved over {@code /_simulator}. Source: Stripe
 * "Testing" (read 2026-11).
 */
record TestMethod(
        String id,
        String type,
        String brand,
        String last4,
        Behaviour behaviour,
        @Nullable Decline decline,
        RefundBehaviour refunds) {

    /**
     * What confirming does. Authentication leads to success, or to the decline where one is named.
     */
    enum Behaviour {
        SUCCEEDS,
        DECLINES,
        AUTHENTICATES,
        SETTLES_LATER,
        FAILS_LATER,
        STAYS_OPEN
    }

    /** What refunding does: at once; pending, then succeeded; succeeded, then failed. */
    enum RefundBehaviour {
        SUCCEEDS,
        PENDING_THEN_SUCCEEDS,
        SUCCEEDS_THEN_FAILS
    }

    /** Error code, decline code (for {@code card_declined} only) and the words for the customer. */
    record Decline(String code, @Nullable String declineCode, String message) {}

    static final Decline GENERIC_DECLINE =
            new Decline("card_declined", "generic_decline", "Your card was declined.");
    static final Decline AUTHENTICATION_FAILED =
            new Decline(
                    "payment_intent_authentication_failure",
                    null,
                    "We are unable to authenticate your payment method. Please choose a different"
                            + " payment method and try again.");

    private static final Map<String, TestMethod> ALL = new LinkedHashMap<>();

    static {
        card("pm_card_visa", "visa", "4242");
        card("pm_card_visa_debit", "visa", "5556");
        card("pm_card_mastercard", "mastercard", "4444");
        card("pm_card_mastercard_debit", "mastercard", "8210");
        card("pm_card_amex", "amex", "8431");
        card("pm_card_discover", "discover", "1117");
        card("pm_card_diners", "diners", "0004");
        card("pm_card_jcb", "jcb", "0505");
        card("pm_card_unionpay", "unionpay", "0005");
        card("pm_card_threeDSecureOptional", "visa", "3055");
        declines("chargeDeclined", GENERIC_DECLINE);
        declines(
                "chargeDeclinedInsufficientFunds",
                declined("insufficient_funds", "Your card has insufficient funds."));
        declines("chargeDeclinedLostCard", declined("lost_card", "Your card was declined."));
        declines("chargeDeclinedStolenCard", declined("stolen_card", "Your card was declined."));
        declines("chargeDeclinedFraudulent", declined("fraudulent", "Your card was declined."));
        declines(
                "chargeDeclinedVelocityLimitExceeded",
                declined(
                        "card_velocity_exceeded",
                        "Your card was declined for making repeated attempts too frequently."));
        declines("chargeCustomerFail", GENERIC_DECLINE);
        declines(
                "chargeDeclinedExpiredCard",
                new Decline("expired_card", null, "Your card has expired."));
        declines(
                "chargeDeclinedIncorrectCvc",
                new Decline("incorrect_cvc", null, "Your card's security code is incorrect."));
        declines(
                "chargeDeclinedProcessingError",
                new Decline(
                        "processing_error",
                        null,
                        "An error occurred while processing your card. Try again later."));
        authenticates("pm_card_authenticationRequired", null);
        authenticates("pm_card_authenticationRequiredOnSetup", null);
        authenticates("pm_card_threeDSecure2Required", null);
        authenticates("pm_card_threeDSecureRequired", null);
        authenticates("pm_card_threeDSecureRequiredChargeDeclined", GENERIC_DECLINE);
        refunds("pm_card_pendingRefund", "7726", RefundBehaviour.PENDING_THEN_SUCCEEDS);
        refunds("pm_card_refundFail", "5126", RefundBehaviour.SUCCEEDS_THEN_FAILS);
        debit("pm_usBankAccount", "us_bank_account", Behaviour.SETTLES_LATER);
        debit("pm_usBankAccount_success", "us_bank_account", Behaviour.SETTLES_LATER);
        debit("pm_usBankAccount_fails", "us_bank_account", Behaviour.FAILS_LATER);
        debit("pm_usBankAccount_processing", "us_bank_account", Behaviour.STAYS_OPEN);
        debit("pm_sepaDebit", "sepa_debit", Behaviour.SETTLES_LATER);
        debit("pm_sepa", "sepa_debit", Behaviour.SETTLES_LATER);
    }

    static Optional<TestMethod> of(String id) {
        return Optional.ofNullable(ALL.get(id));
    }

    boolean isCard() {
        return type.equals("card");
    }

    private static Decline declined(String declineCode, String message) {
        return new Decline("card_declined", declineCode, message);
    }

    private static void add(
            String id,
            String type,
            String brand,
            String last4,
            Behaviour behaviour,
            @Nullable Decline decline) {
        ALL.put(
                id,
                new TestMethod(
                        id, type, brand, last4, behaviour, decline, RefundBehaviour.SUCCEEDS));
    }

    private static void card(String id, String brand, String last4) {
        add(id, "card", brand, last4, Behaviour.SUCCEEDS, null);
    }

    /** Stripe's own lists name these with and without the brand. */
    private static void declines(String name, Decline decline) {
        add("pm_card_" + name, "card", "visa", "0002", Behaviour.DECLINES, decline);
        add("pm_card_visa_" + name, "card", "visa", "0002", Behaviour.DECLINES, decline);
    }

    private static void authenticates(String id, @Nullable Decline then) {
        add(id, "card", "visa", "3184", Behaviour.AUTHENTICATES, then);
    }

    private static void debit(String id, String type, Behaviour behaviour) {
        add(id, type, type, "6789", behaviour, null);
    }

    private static void refunds(String id, String last4, RefundBehaviour refunds) {
        ALL.put(id, new TestMethod(id, "card", "visa", last4, Behaviour.SUCCEEDS, null, refunds));
    }
}
