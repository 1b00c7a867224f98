package io.truebook.api.provider.stripe;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's objects as facts, the same whether they came as an answer, an event or a look-up.
 *
 * <p>Money hangs on charges, refunds and balance transactions, so their ids are what a fact is
 * about; a PaymentIntent only tells its status. Amounts are Stripe's and become ours here. Proved
 * by {@code StripeFactsTest}.
 */
final class StripeFacts {

    /** An object without what it must have: never guessed at, never booked. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    private static final Set<String> LAPSED = Set.of("automatic", "expired");

    private final String connection;

    StripeFacts(String connection) {
        this.connection = connection;
    }

    /** Everything a PaymentIntent says, the money of its latest charge included. */
    List<ProviderFact> ofPayment(JsonNode payment, Instant seenAt) {
        var charge = payment.path("latest_charge");
        return switch (Fields.text(payment, "status")) {
            case "succeeded", "requires_capture" ->
                    charge.isObject()
                            ? ofCharge(charge, seenAt)
                            : List.of(moneyOf(payment, seenAt));
            default -> statusOf(payment, seenAt);
        };
    }

    /** What a PaymentIntent says beside money: how far it is, what it waits for, how it ended. */
    List<ProviderFact> statusOf(JsonNode payment, Instant seenAt) {
        return switch (Fields.text(payment, "status")) {
            case "processing" -> List.of(new ProviderFact.Processing(source(payment, seenAt)));
            case "requires_action" -> {
                var source = source(Fields.text(payment, "id"), payment, seenAt);
                yield List.of(new ProviderFact.ActionRequired(source, action(payment)));
            }
            case "canceled" -> List.of(ended(payment, seenAt));
            case "requires_payment_method" ->
                    payment.path("last_payment_error").isObject()
                            ? List.of(declined(payment, seenAt))
                            : List.of();
            default -> List.of();
        };
    }

    /** What a charge says: held, taken, under way or failed; and its fee where that is known. */
    List<ProviderFact> ofCharge(JsonNode charge, Instant seenAt) {
        var source = ofChargeItself(charge, seenAt);
        return switch (Fields.text(charge, "status")) {
            case "failed" -> List.of(new ProviderFact.ChargeFailed(source, failure(charge)));
            case "pending" -> List.of(new ProviderFact.Processing(source));
            case "succeeded" -> succeeded(charge, source);
            default -> List.of();
        };
    }

    /** A hold that the provider let lapse. */
    ProviderFact expired(JsonNode charge, Instant seenAt) {
        return new ProviderFact.Expired(
                FactSource.first(
                        connection,
                        Fields.text(charge, "id"),
                        Fields.reference(charge, "payment_intent"),
                        seenAt));
    }

    /** What a refund says, ours by its metadata or made at Stripe. */
    List<ProviderFact> ofRefund(JsonNode refund, Instant seenAt) {
        var source =
                FactSource.first(
                        connection,
                        Fields.text(refund, "id"),
                        Fields.reference(refund, "payment_intent"),
                        Fields.time(refund, "created", seenAt));
        var operation = operationOf(refund);
        var ours = operation != null && operation.startsWith("re_") ? operation : null;
        var amount = amount(refund, "amount");
        var facts = new ArrayList<ProviderFact>();
        switch (Fields.text(refund, "status")) {
            case "pending", "requires_action" ->
                    facts.add(new ProviderFact.RefundPending(source, ours, amount));
            case "succeeded" -> facts.add(new ProviderFact.RefundSucceeded(source, ours, amount));
            case "failed" ->
                    facts.add(
                            new ProviderFact.RefundFailed(
                                    ended(source, refund, seenAt),
                                    ours,
                                    amount,
                                    refused(refund, "refused")));
            case "canceled" ->
                    facts.add(
                            new ProviderFact.RefundFailed(
                                    ended(source, refund, seenAt),
                                    ours,
                                    amount,
                                    refused(refund, "canceled")));
            default -> {
                // A status we do not know yet is no fact; the object is looked at again later.
            }
        }
        facts.addAll(feeOf(refund, "balance_transaction", source.paymentReference()));
        facts.addAll(feeOf(refund, "failure_balance_transaction", source.paymentReference()));
        facts.addAll(conversionOf(refund, "balance_transaction", amount.negated(), source));
        facts.addAll(conversionOf(refund, "failure_balance_transaction", amount, source));
        return List.copyOf(facts);
    }

    /** A refund may fail weeks after it was made: the money is back from then on, not before. */
    private static FactSource ended(FactSource made, JsonNode refund, Instant seenAt) {
        var at = Fields.time(refund.path("failure_balance_transaction"), "created", seenAt);
        return FactSource.first(made.connection(), made.objectId(), made.paymentReference(), at);
    }

    /** The fee of a balance transaction, none when Stripe took nothing. */
    List<ProviderFact> ofBalanceTransaction(
            JsonNode transaction, @Nullable String paymentReference) {
        long fee = Fields.integer(transaction, "fee");
        if (fee == 0) {
            return List.of();
        }
        var source =
                FactSource.first(
                        connection,
                        Fields.text(transaction, "id"),
                        paymentReference,
                        Fields.time(transaction, "created", Instant.EPOCH));
        return List.of(new ProviderFact.FeeCharged(source, amount(transaction, "fee")));
    }

    /** Our operation in an object's metadata; null when it is none of ours. */
    static @Nullable String operationOf(JsonNode object) {
        return Fields.textOrNull(object.path("metadata"), StripeRequests.OPERATION);
    }

    private List<ProviderFact> succeeded(JsonNode charge, FactSource source) {
        if (!charge.path("captured").asBoolean(false)) {
            boolean released = charge.path("refunded").asBoolean(false);
            // A released hold shows as refunded; how it ended is for the payment to say.
            return released
                    ? List.of()
                    : List.of(new ProviderFact.Authorized(source, amount(charge, "amount")));
        }
        boolean partial = charge.path("amount_captured").asLong(0) > 0;
        var taken = amount(charge, partial ? "amount_captured" : "amount");
        var facts = new ArrayList<ProviderFact>();
        facts.add(new ProviderFact.Captured(source, taken));
        facts.addAll(feeOf(charge, "balance_transaction", source.paymentReference()));
        if (taken.equals(amount(charge, "amount"))) {
            facts.addAll(conversionOf(charge, "balance_transaction", taken, source));
        }
        return List.copyOf(facts);
    }

    /** Of a part of a charge only the settlement file says what it became. */
    private List<ProviderFact> conversionOf(
            JsonNode object, String field, Money moved, FactSource of) {
        var transaction = object.path(field);
        if (!transaction.path("amount").isIntegralNumber()) {
            return List.of();
        }
        var settled = amount(transaction, "amount");
        boolean converted =
                !settled.currency().equals(moved.currency())
                        && !settled.isZero()
                        && settled.isNegative() == moved.isNegative();
        var source =
                FactSource.first(
                        connection,
                        Fields.text(transaction, "id"),
                        of.paymentReference(),
                        Fields.time(transaction, "created", of.occurredAt()));
        return converted ? List.of(new ProviderFact.Converted(source, moved, settled)) : List.of();
    }

    private List<ProviderFact> feeOf(
            JsonNode object, String field, @Nullable String paymentReference) {
        var transaction = object.path(field);
        return transaction.isObject()
                ? ofBalanceTransaction(transaction, paymentReference)
                : List.of();
    }

    /** The money of a payment whose charge came as an id only. */
    private ProviderFact moneyOf(JsonNode payment, Instant seenAt) {
        var source = source(payment, seenAt);
        return Fields.text(payment, "status").equals("succeeded")
                ? new ProviderFact.Captured(source, amount(payment, "amount_received"))
                : new ProviderFact.Authorized(source, amount(payment, "amount_capturable"));
    }

    private ProviderFact ended(JsonNode payment, Instant seenAt) {
        var at = Fields.time(payment, "canceled_at", seenAt);
        var source =
                FactSource.first(connection, chargeOrSelf(payment), Fields.text(payment, "id"), at);
        var reason = Fields.textOrNull(payment, "cancellation_reason");
        return reason != null && LAPSED.contains(reason)
                ? new ProviderFact.Expired(source)
                : new ProviderFact.Voided(source);
    }

    private ProviderFact declined(JsonNode payment, Instant seenAt) {
        var error = payment.path("last_payment_error");
        var charge = Fields.reference(error, "charge");
        var object = charge == null ? chargeOrSelf(payment) : charge;
        return new ProviderFact.ChargeFailed(source(object, payment, seenAt), declined(error));
    }

    /** A decline as Stripe's error object tells it. */
    static Failure declined(JsonNode error) {
        var code = Fields.textOrNull(error, "decline_code");
        return new Failure(
                "declined",
                code == null ? Fields.textOrNull(error, "code") : code,
                Fields.message(error, "message"));
    }

    private static Failure failure(JsonNode charge) {
        var reason = Fields.textOrNull(charge.path("outcome"), "reason");
        var code = Fields.textOrNull(charge, "failure_code");
        boolean plain = reason == null || code == null || !code.equals("card_declined");
        return new Failure(
                "declined", plain ? code : reason, Fields.message(charge, "failure_message"));
    }

    private static Failure refused(JsonNode refund, String code) {
        return new Failure(code, Fields.textOrNull(refund, "failure_reason"), null);
    }

    private static NextAction action(JsonNode payment) {
        var action = payment.path("next_action");
        var type = Fields.textOrNull(action, "type");
        if (type == null) {
            return new NextAction("unknown", "");
        }
        var url = Fields.textOrNull(action.path(type), "url");
        return new NextAction(type, url == null ? "" : url);
    }

    private FactSource source(JsonNode payment, Instant seenAt) {
        return source(chargeOrSelf(payment), payment, seenAt);
    }

    private FactSource source(String object, JsonNode payment, Instant seenAt) {
        return FactSource.first(connection, object, Fields.text(payment, "id"), seenAt);
    }

    private FactSource ofChargeItself(JsonNode charge, Instant seenAt) {
        var transaction = charge.path("balance_transaction");
        var at = Fields.time(charge, "created", seenAt);
        return FactSource.first(
                connection,
                Fields.text(charge, "id"),
                Fields.reference(charge, "payment_intent"),
                transaction.isObject() ? Fields.time(transaction, "created", at) : at);
    }

    private static String chargeOrSelf(JsonNode payment) {
        var charge = Fields.reference(payment, "latest_charge");
        return charge == null ? Fields.text(payment, "id") : charge;
    }

    static Money amount(JsonNode object, String field) {
        var code = Fields.text(object, "currency");
        return StripeCurrencies.money(Fields.integer(object, field), code)
                .orElseThrow(() -> new Unreadable("No currency of ours: " + code));
    }
}
