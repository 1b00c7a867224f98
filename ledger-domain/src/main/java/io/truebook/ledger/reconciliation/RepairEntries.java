package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What breaks have booked on a clearing account, set against the findings they were booked for.
 *
 * <p>An entry names its break, and a break's id follows from what it is about: so a finding that is
 * parked or written off agrees, and an entry whose finding is gone is a finding itself (the money
 * turned up, and the entry is to be taken back).
 */
final class RepairEntries {

    /**
     * @param before what of it was booked for a time before the period, in minor units
     */
    private record Entry(Money amount, Instant at, long before) {

        static Entry of(Period period, LedgerMovement movement) {
            boolean isBefore = movement.effectiveAt().isBefore(period.from());
            return new Entry(
                    movement.amount(),
                    movement.effectiveAt(),
                    isBefore ? movement.amount().minor() : 0);
        }

        boolean isNothing() {
            return amount.isZero() && before == 0;
        }

        boolean isBefore() {
            return amount.minor() == before;
        }

        Entry and(Entry other) {
            return new Entry(amount.plus(other.amount), at, Math.addExact(before, other.before));
        }
    }

    /** What a finding says that its repair has settled. */
    static final String AGREES = "Agrees since its repair.";

    private final Map<String, Entry> byBreak = new LinkedHashMap<>();
    private final Map<String, Money> behind = new HashMap<>();
    private String connection = "";

    /** Takes note of a movement; what is booked for a later period is listed there. */
    void add(ComparisonInput part, LedgerMovement movement) {
        if (movement.kind() != LedgerMovement.Kind.REPAIR) {
            return;
        }
        if (movement.effectiveAt().isBefore(part.period().to())) {
            connection = part.connection();
            byBreak.merge(movement.item(), Entry.of(part.period(), movement), Entry::and);
        } else {
            behind.merge(movement.item(), movement.amount(), Money::plus);
        }
    }

    /** The finding is still there, and listed in another period than this. */
    void settled(String breakId) {
        var entry = byBreak.get(breakId);
        if (entry != null && entry.isBefore()) {
            byBreak.remove(breakId);
        }
    }

    /** Findings of entries that settled none. */
    List<Finding> left() {
        return byBreak.entrySet().stream()
                .filter(left -> !left.getValue().isNothing())
                .map(left -> alone(left.getKey(), left.getValue()))
                .toList();
    }

    /** A finding after the entries of its break. */
    Finding settle(Finding finding) {
        var entry = byBreak.get(finding.id());
        if (entry == null) {
            return finding.amount().equals(behind.get(finding.id())) ? inTime(finding) : finding;
        }
        if (!entry.amount().currency().equals(finding.amount().currency())) {
            return finding;
        }
        byBreak.remove(finding.id());
        boolean agrees = entry.amount().equals(finding.amount());
        return new Finding(
                finding.id(),
                finding.leg(),
                agrees ? FindingCode.MATCHED : finding.code(),
                finding.object(),
                plus(finding.ledger(), entry.amount()),
                finding.provider(),
                finding.chargeId(),
                finding.providerReference(),
                finding.balanceTransactionId(),
                finding.occurredAt(),
                agrees ? AGREES : finding.evidence(),
                Math.subtractExact(finding.broughtForwardMinor(), entry.before()));
    }

    /** Its period was closed before it was repaired: a later one has the entry. */
    private static Finding inTime(Finding finding) {
        return new Finding(
                finding.id(),
                finding.leg(),
                FindingCode.TIMING,
                finding.object(),
                finding.ledger(),
                finding.provider(),
                finding.chargeId(),
                finding.providerReference(),
                finding.balanceTransactionId(),
                finding.occurredAt(),
                "Its repair lies behind the cut-off.",
                finding.broughtForwardMinor());
    }

    private Finding alone(String breakId, Entry left) {
        boolean isOver = left.amount().isZero();
        return new Finding(
                DerivedId.of("brk_", connection, Leg.SETTLEMENT.code(), "REPAIR", breakId),
                Leg.SETTLEMENT,
                isOver ? FindingCode.MATCHED : FindingCode.MISSING_AT_PROVIDER,
                breakId,
                left.amount(),
                null,
                null,
                null,
                null,
                left.at(),
                isOver
                        ? "Was booked to repair a break, and is taken back."
                        : "Booked to repair a break that is no longer there: take it back.",
                Math.negateExact(left.before()));
    }

    private static Money plus(@Nullable Money ledger, Money entry) {
        return ledger == null ? entry : ledger.plus(entry);
    }
}
