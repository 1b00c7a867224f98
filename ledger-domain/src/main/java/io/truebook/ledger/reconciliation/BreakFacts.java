package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a break at the moment somebody decides about it: both sides, the ids, the rule
 * that fired, the settlement row and our payment behind it.
 *
 * <p>It is kept with each decision, so that nobody ever has to guess what its author has seen.
 *
 * @param object what the break is about: our operation id where there is one, else the provider's
 * @param standing whether the last run still found it, and past its time
 * @param ledger minor units, signed as they change the provider account's balance; null where the
 *     ledger has nothing
 * @param provider the same of the provider's side
 * @param amount provider less ledger, the amount at stake
 * @param firstSeenAt the as-of time of the first run that found it
 * @param ruleVersion of the comparison that found it
 */
public record BreakFacts(
        String connection,
        FindingCode code,
        Leg leg,
        String object,
        Standing standing,
        @Nullable Money ledger,
        @Nullable Money provider,
        Money amount,
        @Nullable String chargeId,
        @Nullable String providerReference,
        @Nullable String balanceTransactionId,
        String evidence,
        Instant occurredAt,
        Instant firstSeenAt,
        String firstRunId,
        String lastRunId,
        int ruleVersion,
        @Nullable Settled settled,
        @Nullable Ours ours) {

    /** What the runs say of it by now. */
    public enum Standing {
        /** It may still explain itself. */
        TIMING,
        /** The last run found it. */
        OPEN,
        /** A later run no longer found it. */
        GONE;

        /** As clients see it of a break nothing is decided about. */
        public String code() {
            return switch (this) {
                case TIMING -> "timing";
                case OPEN -> "open";
                case GONE -> "resolved";
            };
        }
    }

    /**
     * The settlement row behind a break.
     *
     * @param gross minor units, signed as it changes the provider's balance
     * @param sourceId the object a callback about it would name; null where that is not sure
     * @param refundOperation our refund, as the row's metadata brought it back
     * @param alone whether no other row changes what this one says of its charge
     * @param origin how its file came here, {@link #FETCHED} or uploaded by somebody; null in
     *     decisions made before that was kept
     */
    public record Settled(
            String category,
            Money gross,
            @Nullable String sourceId,
            @Nullable String paymentReference,
            @Nullable String refundOperation,
            Instant at,
            boolean alone,
            @Nullable String origin) {

        /** The ledger itself asked the provider for the file. */
        public static final String FETCHED = "report_run";
    }

    /**
     * Our payment behind a break.
     *
     * @param requested what the client wanted to be charged
     * @param captured what is taken and not given up again
     * @param refundable what may still be refunded
     * @param bearing what it makes of the settlement row; null where that tells nothing of it, and
     *     in decisions made before anybody looked
     */
    public record Ours(
            String paymentId,
            String status,
            Money requested,
            Money captured,
            Money refundable,
            @Nullable Bearing bearing) {

        public static Ours of(Payment.Known payment, @Nullable Bearing bearing) {
            var file = payment.file();
            return new Ours(
                    file.paymentId(),
                    payment.coreStatus(),
                    file.terms().amount(),
                    file.captured(),
                    file.refundable(),
                    bearing);
        }

        /**
         * Whether two objects hold the money of one wish, or will once this row is booked, and the
         * payer has paid for it still when this row is given back. As much as this row, refunded or
         * disputed before, may have been its own money; less is taken for another matter.
         */
        public boolean holdsTwice(Settled row) {
            if (bearing == null
                    || !bearing.holdsTwice()
                    || !row.gross().currency().equals(captured.currency())) {
                return false;
            }
            var others = bearing.held() ? captured.minus(row.gross()) : captured;
            var givenBack = captured.minus(refundable);
            var left = others.minus(givenBack);
            var wanted = requested.exceeds(others) ? others : requested;
            return left.isPositive() && (row.gross().exceeds(givenBack) || !wanted.exceeds(left));
        }
    }

    /** The same difference, now that it is none any more. */
    public BreakFacts thatIsGone() {
        return new BreakFacts(
                connection,
                code,
                leg,
                object,
                Standing.GONE,
                ledger,
                provider,
                amount,
                chargeId,
                providerReference,
                balanceTransactionId,
                evidence,
                occurredAt,
                firstSeenAt,
                firstRunId,
                lastRunId,
                ruleVersion,
                settled,
                ours);
    }

    /** How long both sides have differed. */
    public Duration age(Instant now) {
        return now.isAfter(occurredAt) ? Duration.between(occurredAt, now) : Duration.ZERO;
    }

    /** Whether it is what another break has booked, and no row is there for any more. */
    boolean isOfARepair() {
        return object.startsWith("brk_");
    }

    /** How long this has been known, whatever day the rows claim to be of. */
    Duration ageSinceFound(Instant now) {
        return now.isAfter(firstSeenAt) ? Duration.between(firstSeenAt, now) : Duration.ZERO;
    }

    /** Whether our payment was told by now what the settlement row tells. */
    boolean isKnown() {
        return bearing().filter(Bearing::known).isPresent();
    }

    boolean isHeldTwice() {
        return ours != null && settled != null && ours.holdsTwice(settled);
    }

    Optional<Bearing> bearing() {
        return Optional.ofNullable(ours).map(Ours::bearing);
    }

    /** Whether somebody has to do something about it; not named like a field, for it is none. */
    public boolean stands() {
        return standing == Standing.OPEN;
    }
}
