package io.truebook.api.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a payment behaves that is paid this way.
 *
 * <p>As in Adyen's test system, {@code paymentMethod.holderName} or {@code
 * additionalData.RequestedTestAcquirerResponseCode} names a refusal ({@code NOT_ENOUGH_BALANCE},
 * {@code 12}), and the holder names {@code capture failed} and {@code refund failed} make a
 * modification fail after it had succeeded. A {@code storedPaymentMethodId} is one of the names the
 * Stripe dialect knows ({@code pm_card_visa}), so that one suite can drive both. Source: Adyen
 * "Testing result codes", "Testing with card holder name", "Refusal reasons" (read 2026-11).
 */
record AdyenTestMethod(
        String brand,
        Result result,
        @Nullable Refused refused,
        boolean captureFails,
        boolean refundFails) {

    /** What {@code /payments} answers; a received or pending one ends later by itself. */
    enum Result {
        AUTHORISED("Authorised"),
        REFUSED("Refused"),
        REDIRECT("RedirectShopper"),
        RECEIVED("Received"),
        PENDING("Pending");

        private final String code;

        Result(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** {@code refusalReasonCode} and {@code refusalReason}. */
    record Refused(String code, String reason) {}

    static final Refused GENERIC = new Refused("2", "Refused");
    static final Refused NOT_AUTHENTICATED = new Refused("11", "3D Not Authenticated");

    private static final String PASSES_AFTER_REDIRECT = "1237";
    private static final Map<String, Refused> BY_NAME = new LinkedHashMap<>();

    static {
        refusal("DECLINED", "2", "Refused");
        refusal("REFERRAL", "3", "Referral");
        refusal("ERROR", "4", "Acquirer Error");
        refusal("BLOCK_CARD", "5", "Blocked Card");
        refusal("CARD_EXPIRED", "6", "Expired Card");
        refusal("INVALID_AMOUNT", "7", "Invalid Amount");
        refusal("INVALID_CARD", "8", "Invalid Card Number");
        refusal("ISSUER_UNAVAILABLE", "9", "Issuer Unavailable");
        refusal("NOT_SUPPORTED", "10", "Not supported");
        refusal("NOT_3D_AUTHENTICATED", "11", "3D Not Authenticated");
        refusal("NOT_ENOUGH_BALANCE", "12", "Not enough balance");
        refusal("ACQUIRER_FRAUD", "14", "Acquirer Fraud");
        refusal("CANCELLED", "15", "Cancelled");
        refusal("SHOPPER_CANCELLED", "16", "Shopper Cancelled");
        refusal("INVALID_PIN", "17", "Invalid Pin");
        refusal("PIN_TRIES_EXCEEDED", "18", "Pin tries exceeded");
        refusal("FRAUD", "20", "FRAUD");
        refusal("TRANSACTION_NOT_PERMITTED", "23", "Transaction Not Permitted");
        refusal("CVC_DECLINED", "24", "CVC Declined");
        refusal("RESTRICTED_CARD", "25", "Restricted Card");
        refusal("DECLINED_NON_GENERIC", "27", "Declined Non Generic");
        refusal("WITHDRAWAL_AMOUNT_EXCEEDED", "28", "Withdrawal amount exceeded");
    }

    private static void refusal(String name, String code, String reason) {
        BY_NAME.put(name, new Refused(code, reason));
    }

    /** The method a payment request names, or Adyen's refusal of it. */
    static AdyenTestMethod of(ObjectNode request) {
        if (!(request.get("paymentMethod") instanceof ObjectNode method)) {
            throw AdyenError.missing("paymentMethod");
        }
        String stored = Json.text(method, "storedPaymentMethodId");
        if (stored != null) {
            return TestMethod.of(stored)
                    .map(AdyenTestMethod::stored)
                    .orElseThrow(() -> AdyenError.refused("800", "Contract not found"));
        }
        String type = Json.text(method, "type");
        if (type == null) {
            throw AdyenError.missing("paymentMethod.type");
        }
        return switch (type) {
            case "scheme", "card" -> card(request, method);
            case "ideal", "paypal", "klarna" -> plain(type, Result.REDIRECT);
            case "sepadirectdebit" -> plain(type, Result.RECEIVED);
            case "bankTransfer_IBAN" -> plain(type, Result.PENDING);
            default ->
                    throw AdyenError.invalid(
                            "14_006", "The payment method '" + type + "' is not supported here.");
        };
    }

    private static AdyenTestMethod plain(String brand, Result result) {
        return new AdyenTestMethod(brand, result, null, false, false);
    }

    private static AdyenTestMethod refusedBy(Refused refused) {
        return new AdyenTestMethod("visa", Result.REFUSED, refused, false, false);
    }

    private static AdyenTestMethod card(ObjectNode request, ObjectNode method) {
        String holder = Json.text(method, "holderName");
        String code = AdyenFields.additional(request, "RequestedTestAcquirerResponseCode");
        String named = code == null ? holder : code;
        String name = named == null ? "" : named.split(":", 2)[0].strip();
        Optional<Refused> refused = refusalNamed(name);
        if (refused.isPresent()) {
            return refusedBy(refused.get());
        }
        if (name.equals("PENDING")) {
            return plain("visa", Result.PENDING);
        }
        // Only how a number ends is looked at, and nothing of it is kept.
        String number = Json.text(method, "encryptedCardNumber");
        Result result =
                number != null && number.endsWith(PASSES_AFTER_REDIRECT)
                        ? Result.REDIRECT
                        : Result.AUTHORISED;
        String lower = name.toLowerCase(Locale.ROOT);
        return new AdyenTestMethod(
                "visa",
                result,
                null,
                lower.equals("capture failed"),
                lower.equals("refund failed"));
    }

    private static Optional<Refused> refusalNamed(String name) {
        Refused refused = BY_NAME.get(name);
        return refused != null
                ? Optional.of(refused)
                : BY_NAME.values().stream().filter(one -> one.code().equals(name)).findFirst();
    }

    private static AdyenTestMethod stored(TestMethod method) {
        boolean refundFails = method.refunds() == TestMethod.RefundBehaviour.SUCCEEDS_THEN_FAILS;
        Result result =
                switch (method.behaviour()) {
                    case SUCCEEDS -> Result.AUTHORISED;
                    case DECLINES -> Result.REFUSED;
                    case AUTHENTICATES -> Result.REDIRECT;
                    case SETTLES_LATER, FAILS_LATER -> Result.RECEIVED;
                    case STAYS_OPEN -> Result.PENDING;
                };
        boolean refuses =
                method.decline() != null || method.behaviour() == TestMethod.Behaviour.FAILS_LATER;
        return new AdyenTestMethod(
                brand(method),
                result,
                refuses ? refused(method.decline()) : null,
                false,
                refundFails);
    }

    private static String brand(TestMethod method) {
        return switch (method.brand()) {
            case "mastercard" -> "mc";
            case "us_bank_account" -> "ach";
            case "sepa_debit" -> "sepadirectdebit";
            default -> method.brand();
        };
    }

    private static Refused refused(TestMethod.@Nullable Decline decline) {
        String why = decline == null ? "" : String.valueOf(decline.declineCode());
        return switch (why) {
            case "insufficient_funds" -> new Refused("12", "Not enough balance");
            case "lost_card", "stolen_card" -> new Refused("5", "Blocked Card");
            case "fraudulent" -> new Refused("20", "FRAUD");
            case "null" ->
                    decline != null && decline.code().equals("expired_card")
                            ? new Refused("6", "Expired Card")
                            : decline != null && decline.code().equals("incorrect_cvc")
                                    ? new Refused("24", "CVC Declined")
                                    : GENERIC;
            default -> GENERIC;
        };
    }

    /** As it is kept in the books with the payment. */
    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("brand", brand);
        body.put("result", result.name());
        body.put("capture_fails", captureFails);
        body.put("refund_fails", refundFails);
        if (refused != null) {
            body.put("refusal_code", refused.code());
            body.put("refusal_reason", refused.reason());
        }
        return body;
    }

    static AdyenTestMethod kept(JsonNode node) {
        ObjectNode body = (ObjectNode) node;
        String code = Json.text(body, "refusal_code");
        return new AdyenTestMethod(
                Json.required(body, "brand"),
                Result.valueOf(Json.required(body, "result")),
                code == null ? null : new Refused(code, Json.required(body, "refusal_reason")),
                Json.flag(body, "capture_fails"),
                Json.flag(body, "refund_fails"));
    }
}
