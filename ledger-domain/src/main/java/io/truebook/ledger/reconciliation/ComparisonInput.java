package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a comparison reads.
 *
 * <p>Movements and rows are those of the period, and those outside it that belong to the same thing
 * as one inside or as one that is carried: both sides of a cut-off are needed to tell a late
 * counterpart from a missing one.
 *
 * @param asOf the moment ages are counted from
 * @param timingWindow how long a booked movement may wait for its settlement row
 * @param paymentOfObject our payment for each provider object id that a row mentions
 * @param openOperations operations the provider has not finally answered
 * @param endedOperations charges and refunds of ours that ended without taking or giving money, as
 *     far as we were told
 * @param knownPayments payments of ours that refunds and disputes without a movement name
 * @param openingLedger balance of the clearing account when the period began, one per currency
 * @param carried what earlier periods left to be looked at again: the objects findings were about
 *     (our operations, or the provider's ids), and balance transactions
 */
public record ComparisonInput(
        String connection,
        Period period,
        Instant asOf,
        Duration timingWindow,
        List<LedgerMovement> movements,
        List<SettlementRow> rows,
        Map<String, String> paymentOfObject,
        Set<String> openOperations,
        Set<String> endedOperations,
        Set<String> knownPayments,
        List<Money> openingLedger,
        Set<String> carried) {

    public ComparisonInput {
        movements = List.copyOf(movements);
        rows = List.copyOf(rows);
        paymentOfObject = Map.copyOf(paymentOfObject);
        openOperations = Set.copyOf(openOperations);
        endedOperations = Set.copyOf(endedOperations);
        knownPayments = Set.copyOf(knownPayments);
        openingLedger = List.copyOf(openingLedger);
        carried = Set.copyOf(carried);
    }
}
