package io.truebook.ledger.payment;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.ProviderFact;
import java.util.Locale;
import java.util.Optional;

/**
 * A payment, from the wish for a charge to the last refund.
 *
 * <p>{@link #decide} and {@link #evolve} are pure: rules read a state and a command, and no rule is
 * anywhere else. Evolving never refuses, for what has happened cannot be undone.
 */
public sealed interface Payment {

    /** The name under which the unit of work holds the payment as it is after the command. */
    String RESOURCE = "io.truebook.payment";

    /** Nothing has been asked yet. */
    record None() implements Payment {}

    /** A payment that exists. */
    sealed interface Known extends Payment {
        PaymentFile file();
    }

    /** Wanted; no answer of the provider yet. */
    record Requested(PaymentFile file) implements Known {}

    /** The provider works on it. */
    record Processing(PaymentFile file) implements Known {}

    /** The payer has to act. */
    record ActionRequired(PaymentFile file, NextAction action) implements Known {}

    /** The amount is held. */
    record Authorized(PaymentFile file) implements Known {}

    /** The amount, or part of it, is taken. */
    record Captured(PaymentFile file) implements Known {}

    /** Refused, or its capture reversed. */
    record Failed(PaymentFile file) implements Known {}

    /** Given back on our wish. */
    record Voided(PaymentFile file) implements Known {}

    /** Lapsed at the provider. */
    record Expired(PaymentFile file) implements Known {}

    /** What follows from a command: events, or a refusal of the error catalogue. */
    default Decision<PaymentEvent> decide(PaymentCommand command) {
        return switch (command) {
            case PaymentCommand.ClientCommand wish -> ClientDecisions.decide(this, wish);
            case PaymentCommand.RecordOutcome outcome -> FactDecisions.decide(this, outcome);
        };
    }

    /** The payment after an event. */
    default Payment evolve(PaymentEvent event) {
        return PaymentEvolution.evolve(this, event);
    }

    /**
     * Whether a fact is about this payment as it is now. What is not recognised changes nothing: it
     * is to be offered again later (a refund may be heard of before its charge) or kept as an
     * orphan.
     */
    default boolean recognises(ProviderFact fact) {
        return this instanceof Known known && FactDecisions.recognises(known, fact);
    }

    /** Whether a fact was told before, by whatever channel: telling it again changes nothing. */
    default boolean knows(ProviderFact fact) {
        return known().stream().anyMatch(file -> file.facts().contains(fact.key()));
    }

    default Optional<PaymentFile> known() {
        return this instanceof Known known ? Optional.of(known.file()) : Optional.empty();
    }

    /** The state's name as clients see it, refunds and unknown operations apart. */
    default String coreStatus() {
        return switch (this) {
            case None _ -> "none";
            case ActionRequired _ -> "requires_action";
            case Requested _,
                    Processing _,
                    Authorized _,
                    Captured _,
                    Failed _,
                    Voided _,
                    Expired _ ->
                    getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether the provider has given its answer to the charge itself. */
    default boolean isAnswered() {
        return switch (this) {
            case None _, Requested _, Processing _, ActionRequired _ -> false;
            case Authorized _, Captured _, Failed _, Voided _, Expired _ -> true;
        };
    }
}
