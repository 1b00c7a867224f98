package io.truebook.api.provider.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import io.truebook.ledger.provider.ProviderCall;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our calls as Stripe's form posts; the same call always gives the same bytes. */
final class StripeRequests {

    /** The metadata key that carries our operation id to Stripe and back. */
    static final String OPERATION = "truebook_operation";

    /** The metadata key of what stands for the transaction id. */
    static final String TRANSACTION = "truebook_transaction";

    /** Stands in a frozen path for a payment whose id was not known when it was frozen. */
    static final String PAYMENT = "{payment}";

    private static final Set<String> REASONS =
            Set.of("duplicate", "fraudulent", "requested_by_customer");

    private StripeRequests() {}

    static FrozenRequest freeze(ProviderCall call) {
        return switch (call) {
            case ProviderCall.Charge charge ->
                    new FrozenRequest("/v1/payment_intents", body(charge));
            case ProviderCall.Capture capture -> capture(capture);
            case ProviderCall.Cancel cancel ->
                    new FrozenRequest(
                            "/v1/payment_intents/" + paymentOf(cancel) + "/cancel",
                            new Form().with("expand[]", "latest_charge").text());
            case ProviderCall.Refund refund -> new FrozenRequest("/v1/refunds", body(refund));
        };
    }

    private static String body(ProviderCall.Charge charge) {
        var form =
                new Form()
                        .with("amount", StripeCurrencies.amount(charge.amount()))
                        .with("currency", lowerCase(charge.amount().currency().code()))
                        .with("confirm", "true")
                        .with("payment_method", charge.paymentMethod())
                        .with("capture_method", captureMethod(charge.capture()))
                        .with("automatic_payment_methods[enabled]", "true");
        if (charge.returnUrl() == null) {
            // Without an address to come back to, no method may send the payer away.
            form.with("automatic_payment_methods[allow_redirects]", "never");
        } else {
            form.with("return_url", charge.returnUrl());
        }
        return marked(form, charge.operationId(), charge.transactionMark())
                .with("expand[]", "latest_charge.balance_transaction")
                .text();
    }

    private static FrozenRequest capture(ProviderCall.Capture capture) {
        long amount = StripeCurrencies.amount(capture.amount());
        var reference = capture.paymentReference();
        return isCharge(reference)
                ? new FrozenRequest(
                        "/v1/charges/" + encode(reference) + "/capture",
                        new Form()
                                .with("amount", amount)
                                .with("expand[]", "balance_transaction")
                                .text())
                : new FrozenRequest(
                        "/v1/payment_intents/" + encode(reference) + "/capture",
                        new Form()
                                .with("amount_to_capture", amount)
                                .with("expand[]", "latest_charge.balance_transaction")
                                .text());
    }

    private static String body(ProviderCall.Refund refund) {
        var reference = refund.paymentReference();
        var form =
                new Form()
                        .with(isCharge(reference) ? "charge" : "payment_intent", reference)
                        .with("amount", StripeCurrencies.amount(refund.amount()));
        if (refund.reason() != null && REASONS.contains(refund.reason())) {
            form.with("reason", refund.reason());
        }
        return marked(form, refund.operationId(), refund.transactionMark())
                .with("expand[]", "balance_transaction")
                .text();
    }

    private static Form marked(Form form, String operationId, @Nullable String mark) {
        form.with("metadata[" + OPERATION + "]", operationId);
        return mark == null ? form : form.with("metadata[" + TRANSACTION + "]", mark);
    }

    private static String paymentOf(ProviderCall.Cancel cancel) {
        var reference = cancel.paymentReference();
        return reference == null || isCharge(reference) ? PAYMENT : encode(reference);
    }

    /** Charges without a PaymentIntent exist: made elsewhere, with our operation id. */
    static boolean isCharge(@Nullable String reference) {
        return reference != null && (reference.startsWith("ch_") || reference.startsWith("py_"));
    }

    private static String captureMethod(CaptureMode mode) {
        return switch (mode) {
            case AUTOMATIC -> "automatic";
            case MANUAL -> "manual";
        };
    }

    private static String lowerCase(String code) {
        return code.toLowerCase(java.util.Locale.ROOT);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** A form body in the order it was written. */
    private static final class Form {
        private final List<String> pairs = new ArrayList<>();

        Form with(String name, String value) {
            // Stripe's own library leaves brackets readable.
            var key = encode(name).replace("%5B", "[").replace("%5D", "]");
            pairs.add(key + "=" + encode(value));
            return this;
        }

        Form with(String name, long value) {
            return with(name, Long.toString(value));
        }

        String text() {
            return String.join("&", pairs);
        }
    }
}
