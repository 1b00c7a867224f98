package io.truebook.ledger.reconciliation;

import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What repair a break calls for, what else may be done about it, and when nobody has to be asked.
 *
 * <p>Automatic only if every condition of {@link AutomaticRepair} holds: both sides name the same
 * payment by id, amount and currency are equal, the payment may make that step, no money leaves,
 * and the amount is below the limit. Source: reference on reconciliation practice, 6.3.
 */
public final class RepairPolicy {

    /** Raised whenever a rule changes what the same facts give; kept with each proposal. */
    public static final int VERSION = 3;

    private static final String CHARGE = SettlementCategory.CHARGE.code();
    private static final String REFUND = SettlementCategory.REFUND.code();

    /** A repair that the facts call for, and what is against doing it without asking. */
    public record Suggestion(RepairKind kind, List<String> againstAutomatic) {
        public Suggestion {
            againstAutomatic = List.copyOf(againstAutomatic);
        }

        public boolean isAutomatic() {
            return againstAutomatic.isEmpty();
        }
    }

    private RepairPolicy() {}

    /** What to do about an open break; empty where a person has to find out first. */
    public static Optional<Suggestion> suggest(BreakFacts facts) {
        return facts.stands()
                ? kindFor(facts)
                        .map(kind -> new Suggestion(kind, AutomaticRepair.against(kind, facts)))
                : Optional.empty();
    }

    /**
     * Whether the system itself proposes it, so that one person can approve: never on the word of a
     * file that the same person may have brought.
     */
    public static boolean isProposedByItself(Suggestion suggestion, BreakFacts facts) {
        return suggestion.isAutomatic()
                || (suggestion.kind() == RepairKind.REFUND_DUPLICATE
                        && AutomaticRepair.isFetched(facts));
    }

    /**
     * What a break of this code usually calls for, before anybody has looked behind it.
     *
     * @param isOurs whether our charge is known
     */
    public static Optional<RepairKind> usual(FindingCode code, boolean isOurs) {
        return switch (code) {
            case MISSING_IN_LEDGER, STATUS_MISMATCH ->
                    Optional.of(isOurs ? RepairKind.RECORD_FACT : RepairKind.PARK);
            case AMOUNT_MISMATCH, CURRENCY_MISMATCH, ORPHAN_REFUND, ORPHAN_DISPUTE, UNKNOWN_ROW ->
                    Optional.of(RepairKind.PARK);
            case DUPLICATE_AT_PROVIDER -> Optional.of(RepairKind.REFUND_DUPLICATE);
            case STALE_UNKNOWN -> Optional.of(RepairKind.ASK_AGAIN);
            default -> Optional.empty();
        };
    }

    private static Optional<RepairKind> kindFor(BreakFacts facts) {
        return switch (facts.code()) {
            case MISSING_IN_LEDGER, STATUS_MISMATCH -> missingInLedger(facts);
            case AMOUNT_MISMATCH, CURRENCY_MISMATCH, ORPHAN_REFUND, ORPHAN_DISPUTE, UNKNOWN_ROW ->
                    possible(RepairKind.PARK, facts);
            case DUPLICATE_AT_PROVIDER -> possible(RepairKind.REFUND_DUPLICATE, facts);
            case STALE_UNKNOWN -> possible(RepairKind.ASK_AGAIN, facts);
            case FX_DIFFERENCE -> possible(RepairKind.BOOK_FX, facts);
            case MATCHED,
                    TIMING,
                    MISSING_AT_PROVIDER,
                    FEE_MISMATCH,
                    DUPLICATE_IN_LEDGER,
                    PAYOUT_MISMATCH,
                    BANK_ONLY,
                    BANK_SHORT,
                    FILE_INTEGRITY ->
                    Optional.empty();
        };
    }

    private static Optional<RepairKind> missingInLedger(BreakFacts facts) {
        return isPossible(RepairKind.RECORD_FACT, facts)
                ? Optional.of(RepairKind.RECORD_FACT)
                : possible(RepairKind.PARK, facts);
    }

    private static Optional<RepairKind> possible(RepairKind kind, BreakFacts facts) {
        return isPossible(kind, facts) ? Optional.of(kind) : Optional.empty();
    }

    /** What can be done about an open break as these facts have it, write-off limits apart. */
    public static Set<RepairKind> possible(BreakFacts facts) {
        var kinds = EnumSet.noneOf(RepairKind.class);
        for (var kind : RepairKind.values()) {
            if (isPossible(kind, facts)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    static boolean isPossible(RepairKind kind, BreakFacts facts) {
        return switch (kind) {
            case RECORD_FACT ->
                    isUnbooked(facts)
                            && facts.bearing().filter(Bearing::bookable).isPresent()
                            && (isRow(facts, CHARGE) || isRow(facts, REFUND));
            case REFUND_DUPLICATE ->
                    facts.code() == FindingCode.DUPLICATE_AT_PROVIDER
                            && isRow(facts, CHARGE)
                            && facts.isHeldTwice();
            case ASK_AGAIN -> facts.code() == FindingCode.STALE_UNKNOWN && facts.ours() != null;
            case BOOK_FX ->
                    facts.code() == FindingCode.FX_DIFFERENCE
                            && facts.leg() == Leg.SETTLEMENT
                            && !facts.amount().isZero();
            // A payout or a fee is told by the provider sooner or later: parking it hides that.
            case PARK, WRITE_OFF ->
                    facts.leg() == Leg.SETTLEMENT
                            && !facts.amount().isZero()
                            && !facts.isOfARepair()
                            && !isBookedSince(facts);
            case REVERSE -> false;
        };
    }

    /** A later run will find that both sides agree: nothing is to be parked. */
    private static boolean isBookedSince(BreakFacts facts) {
        return isUnbooked(facts) && facts.isKnown();
    }

    /** The provider has it and the books do not, whatever we were told of its end. */
    private static boolean isUnbooked(BreakFacts facts) {
        return facts.code() == FindingCode.MISSING_IN_LEDGER
                || facts.code() == FindingCode.STATUS_MISMATCH;
    }

    private static boolean isRow(BreakFacts facts, String category) {
        var row = facts.settled();
        return row != null && row.sourceId() != null && row.category().equals(category);
    }

    /** Why a repair may not be proposed; empty where it may. */
    static Optional<Rejection> refusal(
            RepairKind kind,
            @Nullable WriteOffReason reasonCode,
            BreakFacts facts,
            Break now,
            Instant at) {
        if ((kind == RepairKind.WRITE_OFF) != (reasonCode != null)) {
            return Optional.of(Rejection.REPAIR_NOT_POSSIBLE);
        }
        var parked = now.parked();
        return switch (kind) {
            case REVERSE ->
                    parked == null && now.fxBooked() == null
                            ? Optional.of(Rejection.REPAIR_NOT_POSSIBLE)
                            : Optional.empty();
            case WRITE_OFF -> {
                if (now.writtenOff() != null
                        || now.fxBooked() != null
                        || (parked == null && !isPossible(kind, facts))) {
                    yield Optional.of(Rejection.REPAIR_NOT_POSSIBLE);
                }
                var amount = parked == null ? facts.amount() : parked;
                yield mayBeWrittenOff(amount, facts, at)
                        ? Optional.empty()
                        : Optional.of(Rejection.WRITE_OFF_NOT_ALLOWED);
            }
            case RECORD_FACT, PARK, REFUND_DUPLICATE, ASK_AGAIN, BOOK_FX ->
                    parked == null && now.fxBooked() == null && isPossible(kind, facts)
                            ? Optional.empty()
                            : Optional.of(Rejection.REPAIR_NOT_POSSIBLE);
        };
    }

    /** What has been known for more than thirty days, or less than one of its currency. */
    private static boolean mayBeWrittenOff(Money amount, BreakFacts facts, Instant at) {
        return AgeBucket.of(facts.ageSinceFound(at)) == AgeBucket.OVER_30_DAYS
                || Math.absExact(amount.minor()) < inMinor(1, amount);
    }

    static long inMinor(long major, Money like) {
        long minor = major;
        for (int i = 0; i < like.currency().exponent(); i++) {
            minor = Math.multiplyExact(minor, 10L);
        }
        return minor;
    }
}
