package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.OperationKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about a payment beside its core state.
 *
 * <p>Amounts: minor units of the charge's currency, but {@code fees}, which may be of the currency
 * the provider settles in. {@code transactions} maps each operation we ever opened to the command
 * that wanted it.
 *
 * @param liveObject the provider object that holds or took the money
 * @param closedObjects provider objects that have ended; what is older about them changes nothing
 */
public record PaymentFile(
        String paymentId,
        ChargeTerms terms,
        @Nullable Personal personal,
        Money authorized,
        Money hold,
        Money captured,
        List<Money> fees,
        List<Operation> operations,
        Map<String, TransactionId> transactions,
        Map<String, Refund> refunds,
        Set<String> facts,
        @Nullable String paymentReference,
        @Nullable String liveObject,
        Set<String> closedObjects,
        @Nullable Failure failure,
        Instant createdAt,
        Instant updatedAt) {

    static PaymentFile open(PaymentEvent.ChargeRequested event) {
        var terms = event.terms();
        var nothing = Money.zero(terms.amount().currency());
        var charge =
                new Operation(
                        OperationKind.CHARGE,
                        event.paymentId(),
                        Operation.State.OPEN,
                        terms.amount());
        return new PaymentFile(
                event.paymentId(),
                terms,
                event.personal(),
                nothing,
                nothing,
                nothing,
                List.of(),
                List.of(charge),
                Map.of(event.paymentId(), terms.transaction()),
                Map.of(),
                Set.of(),
                null,
                null,
                Set.of(),
                null,
                event.at(),
                event.at());
    }

    FileEdit edit() {
        return new FileEdit(this);
    }

    /** The open operation to show: the charge's before its void's. */
    public Optional<Operation> operation() {
        return operations.stream().findFirst();
    }

    public Optional<Operation> operation(String id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findFirst();
    }

    Optional<Operation> operation(OperationKind kind) {
        return operations.stream().filter(operation -> operation.kind() == kind).findFirst();
    }

    String nextOperationId(OperationKind kind) {
        return operationPrefix(kind) + (operationIds(kind).size() + 1);
    }

    Optional<String> lastOperationId(OperationKind kind) {
        return operationIds(kind).stream().reduce((_, later) -> later);
    }

    private List<String> operationIds(OperationKind kind) {
        var prefix = operationPrefix(kind);
        return transactions.keySet().stream().filter(id -> id.startsWith(prefix)).toList();
    }

    private String operationPrefix(OperationKind kind) {
        return paymentId + "-" + kind.name().toLowerCase(Locale.ROOT) + "-";
    }

    /** Captured, less what was or may still be refunded; never below zero. */
    public Money refundable() {
        var left = captured;
        for (var refund : refunds.values()) {
            if (refund.status() != Refund.Status.FAILED) {
                left = left.minus(refund.amount());
            }
        }
        return left.minor() > 0 ? left : Money.zero(captured.currency());
    }

    public Money refunded() {
        return sumOfRefunds(Set.of(Refund.Status.SUCCEEDED));
    }

    public Money refundPending() {
        return sumOfRefunds(
                Set.of(Refund.Status.REQUESTED, Refund.Status.UNKNOWN, Refund.Status.PENDING));
    }

    /** The fees booked in the charge's own currency, less those given back. */
    public Money feesInChargeCurrency() {
        return fees.stream()
                .filter(fee -> fee.currency().equals(terms.amount().currency()))
                .reduce(Money.zero(terms.amount().currency()), Money::plus);
    }

    private Money sumOfRefunds(Set<Refund.Status> statuses) {
        return refunds.values().stream()
                .filter(refund -> statuses.contains(refund.status()))
                .map(Refund::amount)
                .reduce(Money.zero(captured.currency()), Money::plus);
    }
}
