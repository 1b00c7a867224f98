package io.truebook.api.provider.stripe;

import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.Strain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What Stripe's answer to one of our calls means: done, refused, not done, or nobody knows.
 *
 * <p>Only a refusal in Stripe's own words is a refusal. Everything that is not understood is
 * unknown. Source: Stripe "Idempotent requests", "Error handling" (read 2026-11).
 */
final class StripeOutcomes {

    private static final Logger log = LoggerFactory.getLogger(StripeOutcomes.class);

    private final String connection;
    private final StripeFacts facts;

    StripeOutcomes(String connection) {
        this.connection = connection;
        this.facts = new StripeFacts(connection);
    }

    /** The answer to a request that was sent. */
    Outcome ofAnswer(ProviderCall call, StripeReply reply, Instant at) {
        return switch (reply) {
            case StripeReply.NeverSent(var detail) ->
                    new Outcome.NotExecuted(detail, reply.strain());
            case StripeReply.NoAnswer(var detail) -> new Outcome.Unknown(detail, reply.strain());
            case StripeReply.Answered answered ->
                    answered.isSuccess()
                            ? ofObject(call, answered.body(), at)
                            : ofError(call, answered, at);
        };
    }

    /** What an object, from an answer or a look-up, says about our call. */
    Outcome ofObject(ProviderCall call, JsonNode object, Instant at) {
        try {
            var known = readable(object, at);
            if (known == null) {
                return new Outcome.Unknown("The answer is no object of Stripe's");
            }
            return judged(call, object, known, at);
        } catch (StripeFacts.Unreadable | ArithmeticException unreadable) {
            return new Outcome.Unknown("The answer cannot be read: " + unreadable.getMessage());
        }
    }

    private @Nullable List<ProviderFact> readable(JsonNode object, Instant at) {
        var type = Fields.textOrNull(object, "object");
        if (type == null) {
            return null;
        }
        return switch (type) {
            case "payment_intent" -> facts.ofPayment(object, at);
            case "charge" -> facts.ofCharge(object, at);
            case "refund" -> facts.ofRefund(object, at);
            default -> null;
        };
    }

    private Outcome judged(
            ProviderCall call, JsonNode object, List<ProviderFact> known, Instant at) {
        var own = own(call, at);
        var status = Fields.text(object, "status");
        return switch (call) {
            case ProviderCall.Charge _ -> ofCharge(status, known);
            case ProviderCall.Refund _ -> ofRefund(status, known);
            case ProviderCall.Capture _ ->
                    switch (status) {
                        case "succeeded" -> new Outcome.Succeeded(known);
                        case "processing", "pending" -> new Outcome.Pending(known);
                        case "requires_capture" -> new Outcome.NotExecuted("Not captured yet");
                        default ->
                                refused(known, new ProviderFact.CaptureRefused(own, over(status)));
                    };
            case ProviderCall.Cancel _ ->
                    switch (status) {
                        case "canceled" -> new Outcome.Succeeded(known);
                        case "succeeded" ->
                                refused(known, new ProviderFact.VoidRefused(own, over(status)));
                        default -> new Outcome.NotExecuted("Not canceled yet: " + status);
                    };
        };
    }

    private static Outcome ofCharge(String status, List<ProviderFact> known) {
        return switch (status) {
            case "succeeded", "requires_capture" -> new Outcome.Succeeded(known);
            case "processing", "pending" -> new Outcome.Pending(known);
            case "requires_action" -> new Outcome.ActionRequired(known);
            case "canceled", "failed" -> new Outcome.Refused(known);
            case "requires_payment_method" ->
                    known.isEmpty()
                            ? new Outcome.Unknown(
                                    "The payment was made but not confirmed", new Strain.None())
                            : new Outcome.Refused(known);
            default -> unheardOf(status);
        };
    }

    private static Outcome ofRefund(String status, List<ProviderFact> known) {
        return switch (status) {
            case "succeeded" -> new Outcome.Succeeded(known);
            case "pending", "requires_action" -> new Outcome.Pending(known);
            case "failed", "canceled" -> new Outcome.Refused(known);
            default -> unheardOf(status);
        };
    }

    private static Outcome unheardOf(String status) {
        return new Outcome.Unknown("A status we do not know: " + status, new Strain.None());
    }

    private Outcome ofError(ProviderCall call, StripeReply.Answered answered, Instant at) {
        var error = answered.error();
        var type = Fields.textOrNull(error, "type");
        var code = Fields.textOrNull(error, "code");
        if ("idempotency_error".equals(type)) {
            log.error(
                    "ALERT {}: Stripe has seen the key of {} with another request; it is looked up"
                            + " and never sent under a new key",
                    connection,
                    call.operationId());
            return new Outcome.Unknown("idempotency_error", answered.strain());
        }
        return switch (answered.status()) {
            case 429 -> new Outcome.NotExecuted("429 " + code, answered.strain());
            case 409 ->
                    "idempotency_key_in_use".equals(code)
                            ? new Outcome.NotExecuted("409 " + code, answered.strain())
                            : new Outcome.Unknown("409 " + code, answered.strain());
            case 401, 403 -> notAllowed(answered);
            case 402 -> type == null ? unknown(answered) : declined(call, error, at);
            case 400, 404 -> type == null ? unknown(answered) : invalid(call, error, at);
            default -> unknown(answered);
        };
    }

    private static Outcome unknown(StripeReply.Answered answered) {
        return new Outcome.Unknown("HTTP " + answered.status(), answered.strain());
    }

    private Outcome notAllowed(StripeReply.Answered answered) {
        log.error("ALERT {}: Stripe refuses our API key ({})", connection, answered.status());
        return new Outcome.NotExecuted("HTTP " + answered.status(), answered.strain());
    }

    private Outcome declined(ProviderCall call, JsonNode error, Instant at) {
        var payment = error.path("payment_intent");
        var charge = Fields.reference(error, "charge");
        var latest = Fields.reference(payment, "latest_charge");
        var paymentId = Fields.textOrNull(payment, "id");
        String object = firstOf(charge, latest, paymentId, call.operationId());
        var source = FactSource.first(connection, object, paymentId, at);
        return new Outcome.Refused(List.of(refusal(call, source, StripeFacts.declined(error))));
    }

    private Outcome invalid(ProviderCall call, JsonNode error, Instant at) {
        var code = Fields.textOrNull(error, "code");
        var failure = new Failure("invalid_request", code, Fields.message(error, "message"));
        var refusal = refusal(call, own(call, at), failure);
        return refused(stateIn(error, at), refusal);
    }

    /** A refusal for the payment's state carries the payment: what it says comes first. */
    private List<ProviderFact> stateIn(JsonNode error, Instant at) {
        var payment = error.path("payment_intent");
        try {
            return payment.isObject() ? facts.ofPayment(payment, at) : List.of();
        } catch (StripeFacts.Unreadable | ArithmeticException unreadable) {
            return List.of();
        }
    }

    private static Outcome refused(List<ProviderFact> known, ProviderFact refusal) {
        var all = new ArrayList<>(known);
        all.add(refusal);
        return new Outcome.Refused(all);
    }

    private static ProviderFact refusal(ProviderCall call, FactSource source, Failure failure) {
        return switch (call) {
            case ProviderCall.Charge _ -> new ProviderFact.ChargeFailed(source, failure);
            case ProviderCall.Capture capture ->
                    new ProviderFact.CaptureRefused(own(source, capture.operationId()), failure);
            case ProviderCall.Cancel cancel ->
                    new ProviderFact.VoidRefused(own(source, cancel.operationId()), failure);
            case ProviderCall.Refund refund ->
                    new ProviderFact.RefundFailed(
                            own(source, refund.operationId()),
                            refund.operationId(),
                            refund.amount(),
                            failure);
        };
    }

    private FactSource own(ProviderCall call, Instant at) {
        return FactSource.first(connection, call.operationId(), null, at);
    }

    private static FactSource own(FactSource source, String operationId) {
        return FactSource.first(
                source.connection(), operationId, source.paymentReference(), source.occurredAt());
    }

    private static Failure over(String status) {
        return new Failure("refused", status, "The payment is " + status + " at the provider");
    }

    private static String firstOf(@Nullable String... candidates) {
        for (var candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        throw new IllegalStateException("An operation always has an id");
    }
}
