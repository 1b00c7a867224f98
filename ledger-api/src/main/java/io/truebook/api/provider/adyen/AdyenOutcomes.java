package io.truebook.api.provider.adyen;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.Strain;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What Adyen's answer to one of our calls means: done, under way, refused, not done, or nobody
 * knows.
 *
 * <p>A modification is only ever received: its outcome comes by webhook. Only a refusal in Adyen's
 * own words is a refusal. Source: Adyen "Result codes", "API idempotency", "Error codes" (read
 * 2026-11).
 */
final class AdyenOutcomes {

    private static final Logger log = LoggerFactory.getLogger(AdyenOutcomes.class);
    private static final String KEY_USED = "704";
    private static final String KEYS_AWAY = "703";

    private final String connection;

    AdyenOutcomes(String connection) {
        this.connection = connection;
    }

    Outcome ofAnswer(ProviderCall call, AdyenReply reply, Instant at) {
        return switch (reply) {
            case AdyenReply.NeverSent(var detail) ->
                    new Outcome.NotExecuted(detail, reply.strain());
            case AdyenReply.NoAnswer(var detail) -> new Outcome.Unknown(detail, reply.strain());
            case AdyenReply.Answered answered ->
                    answered.isSuccess()
                            ? ofBody(call, answered.body(), at)
                            : ofError(call, answered, at);
        };
    }

    private Outcome ofBody(ProviderCall call, JsonNode body, Instant at) {
        try {
            return call instanceof ProviderCall.Charge charge
                    ? ofPayment(charge, body, at)
                    : ofModification(call, body, at);
        } catch (AdyenFields.Unreadable | ArithmeticException unreadable) {
            return new Outcome.Unknown("The answer cannot be read: " + unreadable.getMessage());
        }
    }

    private Outcome ofPayment(ProviderCall.Charge charge, JsonNode body, Instant at) {
        var named = AdyenFields.textOrNull(body, "merchantReference");
        if (named != null && !named.equals(charge.operationId())) {
            return new Outcome.Unknown("The answer is about another payment");
        }
        return switch (AdyenFields.text(body, "resultCode")) {
            case "Authorised" -> new Outcome.Succeeded(List.of(money(charge, body, at)));
            case "Refused", "Error", "Cancelled" ->
                    new Outcome.Refused(
                            List.of(
                                    new ProviderFact.ChargeFailed(
                                            ofCharge(charge, body, at), declined(body))));
            case "Received", "Pending" ->
                    new Outcome.Pending(List.of(new ProviderFact.Processing(ofPayment(body, at))));
            case "RedirectShopper", "ChallengeShopper", "IdentifyShopper", "PresentToShopper" ->
                    new Outcome.ActionRequired(
                            List.of(
                                    new ProviderFact.ActionRequired(
                                            beforeItHasAName(charge, body, at), action(body))));
            default ->
                    new Outcome.Unknown(
                            "A result we do not know: " + AdyenFields.text(body, "resultCode"));
        };
    }

    /** Captured at once where that was asked for: {@code CAPTURE_FAILED} would take it back. */
    private ProviderFact money(ProviderCall.Charge charge, JsonNode body, Instant at) {
        var amount = AdyenFields.amount(body);
        Money taken = amount == null ? charge.amount() : amount;
        return charge.capture() == CaptureMode.AUTOMATIC
                ? new ProviderFact.Captured(ofPayment(body, at), taken)
                : new ProviderFact.Authorized(ofPayment(body, at), taken);
    }

    private Outcome ofModification(ProviderCall call, JsonNode body, Instant at) {
        var named = AdyenFields.textOrNull(body, "reference");
        if (!"received".equals(AdyenFields.text(body, "status"))
                || (named != null && !named.equals(call.operationId()))) {
            return new Outcome.Unknown("The answer is about something else");
        }
        return call instanceof ProviderCall.Refund refund
                ? new Outcome.Pending(
                        List.of(
                                new ProviderFact.RefundPending(
                                        FactSource.first(
                                                connection,
                                                AdyenFields.text(body, "pspReference"),
                                                refund.paymentReference(),
                                                at),
                                        refund.operationId(),
                                        refund.amount())))
                : new Outcome.Pending(List.of());
    }

    private Outcome ofError(ProviderCall call, AdyenReply.Answered answered, Instant at) {
        var code = answered.code();
        var strain = answered.strain();
        var detail = "HTTP " + answered.status() + (code == null ? "" : " " + code);
        if (answered.isTransient()) {
            // Said of the keys, it was not executed; of anything else only that it may be repeated.
            return KEY_USED.equals(code) || KEYS_AWAY.equals(code)
                    ? new Outcome.NotExecuted(detail, strain)
                    : new Outcome.Unknown(detail, strain);
        }
        if (KEY_USED.equals(code)) {
            log.error(
                    "ALERT {}: Adyen has seen the key of {} with another request; it is never sent"
                            + " under a new key",
                    connection,
                    call.operationId());
            return new Outcome.Unknown(detail, strain);
        }
        return switch (answered.status()) {
            case 429 -> new Outcome.NotExecuted(detail, strain);
            case 401, 403 -> notAllowed(detail, strain);
            case 400, 404, 422 ->
                    code == null
                            ? new Outcome.Unknown(detail, strain)
                            : invalid(call, answered, code, at);
            default -> new Outcome.Unknown(detail, strain);
        };
    }

    private Outcome notAllowed(String detail, Strain strain) {
        log.error("ALERT {}: Adyen does not let our API key do this ({})", connection, detail);
        return new Outcome.NotExecuted(detail, strain);
    }

    private Outcome invalid(
            ProviderCall call, AdyenReply.Answered answered, String code, Instant at) {
        var failure =
                new Failure(
                        "invalid_request", code, AdyenFields.message(answered.body(), "message"));
        var own = FactSource.first(connection, call.operationId(), null, at);
        var refusal =
                switch (call) {
                    case ProviderCall.Charge _ -> new ProviderFact.ChargeFailed(own, failure);
                    case ProviderCall.Capture _ -> new ProviderFact.CaptureRefused(own, failure);
                    case ProviderCall.Cancel _ -> new ProviderFact.VoidRefused(own, failure);
                    case ProviderCall.Refund refund ->
                            new ProviderFact.RefundFailed(
                                    own, refund.operationId(), refund.amount(), failure);
                };
        return new Outcome.Refused(List.of(refusal));
    }

    private static Failure declined(JsonNode body) {
        return new Failure(
                "declined",
                AdyenFields.textOrNull(body, "refusalReasonCode"),
                AdyenFields.message(body, "refusalReason"));
    }

    private static NextAction action(JsonNode body) {
        var action = body.path("action");
        var type = AdyenFields.textOrNull(action, "type");
        var url = AdyenFields.textOrNull(action, "url");
        return new NextAction(type == null ? "unknown" : type, url == null ? "" : url);
    }

    private FactSource ofPayment(JsonNode body, Instant at) {
        var reference = AdyenFields.text(body, "pspReference");
        return FactSource.first(connection, reference, reference, at);
    }

    /** A refusal is about our operation: Adyen may still authorise the payment it names. */
    private FactSource ofCharge(ProviderCall.Charge charge, JsonNode body, Instant at) {
        var reference = AdyenFields.textOrNull(body, "pspReference");
        return FactSource.first(connection, charge.operationId(), reference, at);
    }

    private FactSource beforeItHasAName(ProviderCall.Charge charge, JsonNode body, Instant at) {
        @Nullable String reference = AdyenFields.textOrNull(body, "pspReference");
        return FactSource.first(
                connection, reference == null ? charge.operationId() : reference, reference, at);
    }
}
