package io.truebook.api.provider.adyen;

import com.adyen.model.checkout.Amount;
import com.adyen.model.checkout.CardDetails;
import com.adyen.model.checkout.CheckoutPaymentMethod;
import com.adyen.model.checkout.PaymentCancelRequest;
import com.adyen.model.checkout.PaymentCaptureRequest;
import com.adyen.model.checkout.PaymentRefundRequest;
import com.adyen.model.checkout.PaymentRefundRequest.MerchantRefundReasonEnum;
import com.adyen.model.checkout.PaymentRequest;
import com.adyen.model.checkout.PaymentRequest.RecurringProcessingModelEnum;
import com.adyen.model.checkout.PaymentRequest.ShopperInteractionEnum;
import com.adyen.model.checkout.StandalonePaymentCancelRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import io.truebook.ledger.provider.ProviderCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our calls as Adyen's JSON, written by the library's models; the same call always gives the same
 * bytes.
 *
 * <p>{@code reference} is our operation id, of a payment and of each modification: it comes back in
 * every notification, and it is signed there. Source: Adyen Checkout API 71.
 */
final class AdyenRequests {

    /** The metadata key of what stands for the transaction id; Adyen takes 20 characters. */
    static final String TRANSACTION = "truebook_transaction";

    private final String merchantAccount;

    AdyenRequests(String merchantAccount) {
        this.merchantAccount = merchantAccount;
    }

    FrozenRequest freeze(ProviderCall call) {
        try {
            return switch (call) {
                case ProviderCall.Charge charge ->
                        new FrozenRequest("/payments", payment(charge).toJson());
                case ProviderCall.Capture capture ->
                        new FrozenRequest(
                                modification(capture.paymentReference(), "captures"),
                                new PaymentCaptureRequest()
                                        .merchantAccount(merchantAccount)
                                        .amount(amount(capture.amount()))
                                        .reference(capture.operationId())
                                        .toJson());
                case ProviderCall.Cancel cancel -> cancel(cancel);
                case ProviderCall.Refund refund ->
                        new FrozenRequest(
                                modification(refund.paymentReference(), "refunds"),
                                new PaymentRefundRequest()
                                        .merchantAccount(merchantAccount)
                                        .amount(amount(refund.amount()))
                                        .reference(refund.operationId())
                                        .merchantRefundReason(reason(refund.reason()))
                                        .toJson());
            };
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A request of ours is always JSON", impossible);
        }
    }

    private PaymentRequest payment(ProviderCall.Charge charge) {
        var request =
                new PaymentRequest()
                        .merchantAccount(merchantAccount)
                        .amount(amount(charge.amount()))
                        .reference(charge.operationId());
        if (charge.returnUrl() != null) {
            request.returnUrl(charge.returnUrl()).channel(PaymentRequest.ChannelEnum.WEB);
        }
        if (charge.transactionMark() != null) {
            request.metadata(Map.of(TRANSACTION, charge.transactionMark()));
        }
        switch (charge.capture()) {
            // Said each time, so that no setting of the account decides over it.
            case AUTOMATIC -> request.captureDelayHours(0);
            case MANUAL -> request.additionalData(Map.of("manualCapture", "true"));
        }
        return paidBy(request, charge);
    }

    /** {@code <shopper reference>/<stored payment method>}, or a stored one alone. */
    private static PaymentRequest paidBy(PaymentRequest request, ProviderCall.Charge charge) {
        var method = charge.paymentMethod();
        int slash = method.lastIndexOf('/');
        if (slash > 0) {
            request.shopperReference(method.substring(0, slash));
        }
        var stored =
                new CardDetails()
                        .type(CardDetails.TypeEnum.SCHEME)
                        .storedPaymentMethodId(method.substring(slash + 1));
        // Where there is an address to come back to, the shopper is there.
        return request.paymentMethod(new CheckoutPaymentMethod(stored))
                .recurringProcessingModel(RecurringProcessingModelEnum.CARDONFILE)
                .shopperInteraction(
                        charge.returnUrl() == null
                                ? ShopperInteractionEnum.CONTAUTH
                                : ShopperInteractionEnum.ECOMMERCE);
    }

    /** By Adyen's reference; by ours, if it exists at all, where no answer has told us Adyen's. */
    private FrozenRequest cancel(ProviderCall.Cancel cancel) throws JsonProcessingException {
        var reference = cancel.paymentReference();
        return reference == null || reference.equals(cancel.chargeOperationId())
                ? new FrozenRequest(
                        "/cancels",
                        new StandalonePaymentCancelRequest()
                                .merchantAccount(merchantAccount)
                                .paymentReference(cancel.chargeOperationId())
                                .reference(cancel.operationId())
                                .toJson())
                : new FrozenRequest(
                        modification(reference, "cancels"),
                        new PaymentCancelRequest()
                                .merchantAccount(merchantAccount)
                                .reference(cancel.operationId())
                                .toJson());
    }

    private static String modification(String paymentReference, String kind) {
        var payment = URLEncoder.encode(paymentReference, StandardCharsets.UTF_8);
        return "/payments/" + payment + "/" + kind;
    }

    private static Amount amount(Money money) {
        return new Amount().currency(money.currency().code()).value(AdyenCurrencies.value(money));
    }

    private static @Nullable MerchantRefundReasonEnum reason(@Nullable String reason) {
        return switch (reason) {
            case "duplicate" -> MerchantRefundReasonEnum.DUPLICATE;
            case "fraudulent" -> MerchantRefundReasonEnum.FRAUD;
            case "requested_by_customer" -> MerchantRefundReasonEnum.CUSTOMER_REQUEST;
            case null, default -> null;
        };
    }
}
