package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
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

    private record Entry(Money amount, Instant at) {

        static Entry of(LedgerMovement movement) {
            return new Entry(movement.amount(), movement.effectiveAt());
        }

        Entry and(Entry other) {
            return new Entry(amount.plus(other.amount), at);
        }
    }

    private final Map<String, Entry> byBreak = new LinkedHashMap<>();
    private String connection = "";

    /** Takes note of a movement; what is booked in another period is listed there. */
    void add(ComparisonInput part, LedgerMovement movement) {
        if (movement.kind() == LedgerMovement.Kind.REPAIR
                && part.period().contains(movement.effectiveAt())) {
            connection = part.connection();
            byBreak.merge(movement.item(), Entry.of(movement), Entry::and);
        }
    }

    /** Findings of entries that settled none. */
    List<Finding> left() {
        return byBreak.entrySet().stream()
                .filter(left -> !left.getValue().amount().isZero())
                .map(left -> alone(left.getKey(), left.getValue()))
                .toList();
    }

    /** A finding after the entries of its break. */
    Finding settle(Finding finding) {
        var entry = byBreak.get(finding.id());
        if (entry == null || !entry.amount().currency().equals(finding.amount().currency())) {
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
                agrees ? "Agrees since its repair." : finding.evidence());
    }

    private Finding alone(String breakId, Entry left) {
        return new Finding(
                DerivedId.of("brk_", connection, Leg.SETTLEMENT.code(), "REPAIR", breakId),
                Leg.SETTLEMENT,
                FindingCode.MISSING_AT_PROVIDER,
                breakId,
                left.amount(),
                null,
                null,
                null,
                null,
                left.at(),
                "Booked to repair a break that is no longer there: take it back.");
    }

    private static Money plus(@Nullable Money ledger, Money entry) {
        return ledger == null ? entry : ledger.plus(entry);
    }
}
