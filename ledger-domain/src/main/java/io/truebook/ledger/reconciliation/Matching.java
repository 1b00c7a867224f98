package io.truebook.ledger.reconciliation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How ledger movements and settlement rows find each other: by id, never by amount and date.
 *
 * <p>A row's own mention of our operation comes first, because the provider brings it back whoever
 * caused the movement; then the provider's object, through what the ledger knows of it. Fees follow
 * the balance transaction they were booked from.
 */
final class Matching {

    /**
     * Everything about one thing.
     *
     * @param object our operation id, or the provider's id where none is known
     * @param paymentId our payment, where known
     * @param movements all but fees
     * @param fees booked fees, by balance transaction
     * @param conversions both legs of what was settled in another currency than the movements
     */
    record Group(
            String object,
            @Nullable String paymentId,
            List<LedgerMovement> movements,
            List<SettlementRow> rows,
            Map<String, List<LedgerMovement>> fees,
            List<LedgerMovement> conversions) {

        /** Whether it is one of these objects, or has a row or a fee of one of them. */
        boolean isAmong(Set<String> objects) {
            return objects.contains(object)
                    || rows.stream().anyMatch(row -> objects.contains(row.balanceTransactionId()))
                    || fees.keySet().stream().anyMatch(objects::contains);
        }
    }

    private record Key(LedgerMovement.Kind kind, String object) {}

    private final ComparisonInput input;
    private final Map<String, String> refundOfObject = new HashMap<>();
    private final Map<String, String> paymentOfRefund = new HashMap<>();
    private final Map<String, List<LedgerMovement>> feesOfTransaction = new LinkedHashMap<>();
    private final Map<String, List<LedgerMovement>> conversionsOfTransaction =
            new LinkedHashMap<>();
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private final List<Group> alone = new ArrayList<>();

    private Matching(ComparisonInput input) {
        this.input = input;
    }

    static List<Group> groupsOf(ComparisonInput input) {
        var matching = new Matching(input);
        input.movements().forEach(matching::add);
        input.rows().forEach(matching::add);
        matching.join(LedgerMovement.Kind.CHARGE, LedgerMovement.Kind.CHARGE_FAILURE);
        matching.join(LedgerMovement.Kind.REFUND, LedgerMovement.Kind.REFUND_FAILURE);
        var all = new ArrayList<>(matching.groups.values());
        all.addAll(matching.alone);
        // What is left was booked from a balance transaction that no row shows.
        matching.feesOfTransaction.forEach((id, fees) -> all.add(feesOnly(id, fees)));
        matching.conversionsOfTransaction.forEach((id, legs) -> all.add(conversionOnly(id, legs)));
        return all;
    }

    /**
     * What came and went before the ledger heard of it is one thing: it was only ever told that it
     * had failed, and booked neither.
     */
    private void join(LedgerMovement.Kind coming, LedgerMovement.Kind going) {
        for (var key : List.copyOf(groups.keySet())) {
            var came = groups.get(new Key(coming, key.object()));
            var went = groups.get(new Key(going, key.object()));
            if (key.kind() == going && came != null && went != null && cancelOut(came, went)) {
                came.rows().addAll(went.rows());
                came.fees().putAll(went.fees());
                came.conversions().addAll(went.conversions());
                groups.remove(key);
            }
        }
    }

    private static boolean cancelOut(Group came, Group went) {
        var rows = new ArrayList<>(came.rows());
        rows.addAll(went.rows());
        return came.movements().isEmpty()
                && went.movements().isEmpty()
                && Judgement.cancelOut(rows);
    }

    private void add(LedgerMovement movement) {
        switch (movement.kind()) {
            case REPAIR -> {} // It belongs to a finding, not to a row: see RepairEntries.
            case FEE ->
                    feesOfTransaction
                            .computeIfAbsent(movement.item(), _ -> new ArrayList<>())
                            .add(movement);
            case CONVERSION ->
                    conversionsOfTransaction
                            .computeIfAbsent(movement.item(), _ -> new ArrayList<>())
                            .add(movement);
            case REFUND, REFUND_FAILURE -> {
                paymentOfRefund.put(movement.item(), movement.paymentId());
                if (movement.objectId() != null) {
                    refundOfObject.put(movement.objectId(), movement.item());
                }
                group(movement.kind(), movement.item(), movement.paymentId())
                        .movements()
                        .add(movement);
            }
            case CHARGE,
                    CHARGE_FAILURE,
                    DISPUTE,
                    DISPUTE_REVERSAL,
                    PAYOUT,
                    PAYOUT_REVERSAL,
                    RESERVE,
                    ACCOUNT_FEE,
                    OTHER ->
                    group(movement.kind(), movement.item(), paymentOf(movement))
                            .movements()
                            .add(movement);
        }
    }

    private static @Nullable String paymentOf(LedgerMovement movement) {
        return switch (movement.kind()) {
            case RESERVE, ACCOUNT_FEE -> null;
            default -> movement.paymentId();
        };
    }

    private void add(SettlementRow row) {
        var group = groupOf(row).orElseGet(() -> aloneGroup(row));
        group.rows().add(row);
        var fees = feesOfTransaction.remove(row.balanceTransactionId());
        if (fees != null) {
            group.fees().put(row.balanceTransactionId(), fees);
        }
        var conversion = conversionsOfTransaction.remove(row.balanceTransactionId());
        if (conversion != null) {
            group.conversions().addAll(conversion);
        }
    }

    private Optional<Group> groupOf(SettlementRow row) {
        var category = row.knownCategory().orElse(null);
        return switch (category) {
            case CHARGE, PARTIAL_CAPTURE_REVERSAL ->
                    chargeOf(row).map(id -> group(LedgerMovement.Kind.CHARGE, id, id));
            case CHARGE_FAILURE ->
                    chargeOf(row).map(id -> group(LedgerMovement.Kind.CHARGE_FAILURE, id, id));
            case REFUND ->
                    refundOf(row).map(id -> refundGroup(LedgerMovement.Kind.REFUND, id, row));
            case REFUND_FAILURE ->
                    refundOf(row)
                            .map(id -> refundGroup(LedgerMovement.Kind.REFUND_FAILURE, id, row));
            case DISPUTE -> groupOfSource(LedgerMovement.Kind.DISPUTE, row);
            case DISPUTE_REVERSAL -> groupOfSource(LedgerMovement.Kind.DISPUTE_REVERSAL, row);
            case PAYOUT -> groupOfSource(LedgerMovement.Kind.PAYOUT, row);
            case PAYOUT_REVERSAL -> groupOfSource(LedgerMovement.Kind.PAYOUT_REVERSAL, row);
            case RISK_RESERVED_FUNDS, CONNECT_RESERVED_FUNDS ->
                    Optional.of(reserveGroup(row.balanceTransactionId()));
            case FEE, NETWORK_COST, TAX -> bookedFee(row);
            case BALANCE_CARRIED -> groupOfSource(LedgerMovement.Kind.OTHER, row);
            case null -> Optional.empty();
            case TRANSFER,
                    TRANSFER_REVERSAL,
                    TOPUP,
                    TOPUP_REVERSAL,
                    OTHER_ADJUSTMENT,
                    CONTRIBUTION,
                    PLATFORM_EARNING,
                    PLATFORM_EARNING_REFUND,
                    UNRECONCILED_CUSTOMER_FUNDS ->
                    Optional.empty();
        };
    }

    private Optional<String> chargeOf(SettlementRow row) {
        if (row.chargeOperation() != null) {
            return Optional.of(row.chargeOperation());
        }
        return paymentByObject(row);
    }

    private Optional<String> refundOf(SettlementRow row) {
        if (row.refundOperation() != null) {
            return Optional.of(row.refundOperation());
        }
        return byObject(refundOfObject, row.sourceId());
    }

    private Optional<String> paymentByObject(SettlementRow row) {
        return byObject(input.paymentOfObject(), row.sourceId())
                .or(() -> byObject(input.paymentOfObject(), row.chargeId()))
                .or(() -> byObject(input.paymentOfObject(), row.paymentIntentId()));
    }

    private static Optional<String> byObject(Map<String, String> known, @Nullable String object) {
        return object == null ? Optional.empty() : Optional.ofNullable(known.get(object));
    }

    private Group refundGroup(LedgerMovement.Kind kind, String refund, SettlementRow row) {
        var payment = paymentOfRefund.get(refund);
        if (payment == null) {
            payment = chargeOf(row).orElse(null);
        }
        return group(kind, refund, payment);
    }

    /** Disputes and payouts are booked under the provider's own id, which the row comes from. */
    private Optional<Group> groupOfSource(LedgerMovement.Kind kind, SettlementRow row) {
        return Optional.ofNullable(row.sourceId())
                .map(source -> group(kind, source, chargeOf(row).orElse(null)));
    }

    /** Where it is not booked it is nobody's, and its break is about the provider's object. */
    private Optional<Group> bookedFee(SettlementRow row) {
        var key = new Key(LedgerMovement.Kind.ACCOUNT_FEE, row.balanceTransactionId());
        return Optional.ofNullable(groups.get(key));
    }

    /** Of no payment: booked under the row itself. */
    private Group reserveGroup(String transaction) {
        return group(LedgerMovement.Kind.RESERVE, transaction, null);
    }

    private Group group(LedgerMovement.Kind kind, String object, @Nullable String paymentId) {
        return groups.computeIfAbsent(new Key(kind, object), _ -> emptyGroup(object, paymentId));
    }

    private Group aloneGroup(SettlementRow row) {
        var object = row.sourceId() != null ? row.sourceId() : row.balanceTransactionId();
        var group = emptyGroup(object, chargeOf(row).orElse(null));
        alone.add(group);
        return group;
    }

    private static Group feesOnly(String transaction, List<LedgerMovement> fees) {
        var group = emptyGroup(transaction, fees.getFirst().paymentId());
        group.fees().put(transaction, fees);
        return group;
    }

    private static Group conversionOnly(String transaction, List<LedgerMovement> legs) {
        var group = emptyGroup(transaction, legs.getFirst().paymentId());
        group.conversions().addAll(legs);
        return group;
    }

    private static Group emptyGroup(String object, @Nullable String paymentId) {
        return new Group(
                object,
                paymentId,
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
    }
}
