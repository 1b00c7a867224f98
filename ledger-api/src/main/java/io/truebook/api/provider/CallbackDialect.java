package io.truebook.api.provider;

import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.providerobject.PayoutFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one provider account tells us things by itself: what proves a callback, and what it says.
 *
 * <p>No method trusts what it reads, and none throws for it.
 */
public interface CallbackDialect {

    /** The name of the connection, as in the callback's address. */
    String connection();

    /**
     * Whether the exact bytes carry a proof that only the provider can have made, recently.
     *
     * @param headers all values of a header, by its name in any case
     */
    boolean isGenuine(byte[] body, Function<String, List<String>> headers, Instant now);

    /** The callbacks that one genuine message holds, each to be filed by itself. */
    default List<byte[]> letters(byte[] body) {
        return List.of(body);
    }

    /** What the provider wants to read when a callback is durable. */
    default String acknowledgement() {
        return "";
    }

    /**
     * How far from now a proof was made that holds but for its time; empty for any other, and where
     * a proof has no time.
     */
    default Optional<Duration> ageOfProof(
            byte[] body, Function<String, List<String>> headers, Instant now) {
        return Optional.empty();
    }

    /** What to file a genuine callback under. */
    Envelope envelope(byte[] body);

    /** What a filed callback says. */
    Reading read(byte[] body);

    /**
     * A filed callback without anything about people; what can be read of it reads as before, and
     * taking it out twice changes nothing.
     */
    byte[] withoutPersonalData(byte[] body);

    /** The answer to a fee left open; empty when the provider cannot be asked now. */
    Optional<List<ProviderFact>> fees(FeeQuestion question);

    /**
     * @param eventId the provider's; the same event delivered twice has the same
     * @param subject what it is about; order matters only between events about the same
     */
    record Envelope(String eventId, String type, String subject) {}

    /**
     * A fee that was taken and is not in the callback.
     *
     * @param wholly whether one movement holds all of it
     */
    record FeeQuestion(
            String movementId,
            String objectId,
            @Nullable String paymentReference,
            boolean wholly) {}

    /** What became of reading a callback. */
    sealed interface Reading {

        /** It tells of a payment. */
        record Facts(
                List<ProviderFact> facts, Route route, @Nullable FeeQuestion fee, Telling telling)
                implements Reading {
            public Facts {
                facts = List.copyOf(facts);
            }

            public Facts(List<ProviderFact> facts, Route route, @Nullable FeeQuestion fee) {
                this(facts, route, fee, Telling.PLAIN);
            }

            /** What they are for a payment that wanted to be captured so. */
            public List<ProviderFact> of(CaptureMode mode) {
                return telling == Telling.AS_ASKED && mode == CaptureMode.AUTOMATIC
                        ? facts.stream().flatMap(Facts::ofSale).toList()
                        : facts;
            }

            /** Why a person has to look at them instead of the books; empty where nobody has to. */
            public Optional<String> misfit(PaymentFile file) {
                return telling == Telling.WHERE_IT_FITS ? Misfit.of(file, facts) : Optional.empty();
            }

            private static Stream<ProviderFact> ofSale(ProviderFact fact) {
                if (fact instanceof ProviderFact.Authorized(var source, var amount)) {
                    return Stream.of(new ProviderFact.Captured(source, amount));
                }
                return fact instanceof ProviderFact.Voided || fact instanceof ProviderFact.Expired
                        ? Stream.of(fact, neverTaken(fact.source()))
                        : Stream.of(fact);
            }

            /** Takes the sale back that was booked for the hold, now or when it is heard of. */
            private static ProviderFact neverTaken(FactSource source) {
                var failure = new Failure("canceled", null, "It ended before it was captured");
                return new ProviderFact.ChargeFailed(source, failure);
            }
        }

        /** It tells of one payout, which belongs to no payment. */
        record OfPayout(String payoutId, List<PayoutFact> facts) implements Reading {
            public OfPayout {
                facts = List.copyOf(facts);
            }
        }

        /** It tells that the settlement file of a batch can be had. */
        record OfReport(long batch) implements Reading {}

        /** It is understood and says nothing that is booked. */
        record Evidence(String why) implements Reading {}

        /** It is kept for a person: not ours, or not understood. */
        record Parked(String why) implements Reading {}
    }

    /**
     * What may lead from a callback to a payment, the surest first.
     *
     * @param operationId ours, as we gave it to the provider
     * @param providerKey the idempotency key of the request that caused it
     * @param objectIds the provider's own ids
     */
    record Route(
            @Nullable String operationId, @Nullable String providerKey, List<String> objectIds) {
        public Route {
            objectIds = List.copyOf(objectIds);
        }
    }
}
