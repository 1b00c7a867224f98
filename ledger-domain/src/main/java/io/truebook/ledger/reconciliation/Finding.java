package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of a reconciliation: what the ledger and the provider say about one thing.
 *
 * <p>Amounts: minor units, signed as they change the provider account's balance, all of them up to
 * the end of the period; null where that side has nothing. The difference is provider less ledger.
 * The id follows from connection, leg, code and object: the same difference is the same break in
 * every run.
 *
 * @param object what the finding is about: our operation id where there is one, else the provider's
 * @param chargeId our charge, where known
 * @param providerReference the provider's charge, refund or payout, where known
 * @param balanceTransactionId the settlement row, where there is one
 * @param occurredAt the earliest time either side gives it
 * @param evidence what was compared, in words that hold no personal data
 * @param broughtForwardMinor what the difference was when the period began, in the currency of
 *     {@link #amount()}
 */
public record Finding(
        String id,
        Leg leg,
        FindingCode code,
        String object,
        @Nullable Money ledger,
        @Nullable Money provider,
        @Nullable String chargeId,
        @Nullable String providerReference,
        @Nullable String balanceTransactionId,
        Instant occurredAt,
        String evidence,
        long broughtForwardMinor) {

    /** One that nothing of was there before the period. */
    public Finding(
            String id,
            Leg leg,
            FindingCode code,
            String object,
            @Nullable Money ledger,
            @Nullable Money provider,
            @Nullable String chargeId,
            @Nullable String providerReference,
            @Nullable String balanceTransactionId,
            Instant occurredAt,
            String evidence) {
        this(
                id,
                leg,
                code,
                object,
                ledger,
                provider,
                chargeId,
                providerReference,
                balanceTransactionId,
                occurredAt,
                evidence,
                0);
    }

    /** Which of the comparisons found it. */
    public enum Leg {
        /** Ledger movements against settlement rows. */
        SETTLEMENT,
        /** Fees booked against fees settled. */
        FEE,
        /** Payouts as the provider settles them. */
        PAYOUT,
        /** A payout against the rows it is made of; no balance hangs on it. */
        PROOF,
        /** The settlement files against each other; no balance hangs on it. */
        FILE,
        /** Payouts against the statements of our bank; no balance at the provider hangs on it. */
        BANK,
        /** What we did against what the provider told of it, operation by operation. */
        EVENTS;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether its differences are part of provider less ledger; the others are beside it. */
        public boolean explainsBalance() {
            return switch (this) {
                case SETTLEMENT, FEE, PAYOUT -> true;
                case PROOF, FILE, BANK, EVENTS -> false;
            };
        }
    }

    /** Whether the two sides agree only because their difference was booked away. */
    public boolean agreesByRepair() {
        return code == FindingCode.MATCHED && evidence.equals(RepairEntries.AGREES);
    }

    public FindingCode.Status status() {
        return code.status();
    }

    /** What the finding adds to provider less ledger in a currency. */
    public long differenceIn(Currency currency) {
        return Math.subtractExact(minorIn(provider, currency), minorIn(ledger, currency));
    }

    /**
     * The amount at stake: the difference where both sides have the same currency, otherwise the
     * provider's amount.
     */
    public Money amount() {
        var first = provider != null ? provider : ledger;
        if (first == null) {
            throw new IllegalStateException("A finding has at least one side: " + object);
        }
        return new Money(differenceIn(first.currency()), first.currency());
    }

    /** The same in each currency that one of its sides is in. */
    public List<Money> differences() {
        return Stream.of(provider, ledger)
                .filter(Objects::nonNull)
                .map(Money::currency)
                .distinct()
                .map(currency -> new Money(differenceIn(currency), currency))
                .toList();
    }

    public AgeBucket ageBucket(Instant asOf) {
        return AgeBucket.of(age(asOf));
    }

    public Severity severity(Instant asOf) {
        return Severity.of(code, amount(), age(asOf));
    }

    private Duration age(Instant asOf) {
        return asOf.isAfter(occurredAt) ? Duration.between(occurredAt, asOf) : Duration.ZERO;
    }

    private static long minorIn(@Nullable Money money, Currency currency) {
        return money != null && money.currency().equals(currency) ? money.minor() : 0;
    }
}
