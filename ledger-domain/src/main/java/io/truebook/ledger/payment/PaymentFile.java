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
 * @param probableDuplicateOf a charge that was open when the same was wanted again as this one
 * @param disputes by the provider's id
 * @param captures what each provider object has taken and not given up again
 * @param lastAnswered the operations whose answer told how the charge stands; a contradiction
 *     corrects those
 * @param liveObject the provider object that holds or took the money
 * @param closedObjects provider objects and payments that have ended: an older word of them holds
 *     nothing
 * @param failedObjects those of them that failed: an older word of them moves no money at all
 * @param erased whether personal data of the payment was ever erased
 */
public record PaymentFile(
        String paymentId,
        ChargeTerms terms,
        @Nullable Personal personal,
        @Nullable String probableDuplicateOf,
        Money authorized,
        Money hold,
        Map<String, Money> captures,
        List<Money> fees,
        List<Operation> operations,
        List<String> lastAnswered,
        Map<String, TransactionId> transactions,
        Map<String, Refund> refunds,
        Map<String, Dispute> disputes,
        Set<String> facts,
        @Nullable String paymentReference,
        @Nullable String liveObject,
        Set<String> closedObjects,
        Set<String> failedObjects,
        @Nullable Failure failure,
        boolean erased,
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
                null,
                nothing,
                nothing,
                Map.of(),
                List.of(),
                List.of(charge),
                List.of(),
                Map.of(event.paymentId(), terms.transaction()),
                Map.of(),
                Map.of(),
                Set.of(),
                null,
                null,
                Set.of(),
                Set.of(),
                null,
                false,
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
        long earlier = transactions.keySet().stream().filter(id -> isOperation(kind, id)).count();
        return operationPrefix(kind) + (earlier + 1);
    }

    boolean isOperation(OperationKind kind, String id) {
        return id.startsWith(operationPrefix(kind));
    }

    private String operationPrefix(OperationKind kind) {
        return paymentId + "-" + kind.name().toLowerCase(Locale.ROOT) + "-";
    }

    /** What is taken and not given up again, refunds apart. */
    public Money captured() {
        return captures.values().stream()
                .reduce(Money.zero(terms.amount().currency()), Money::plus);
    }

    /** Captured, less what was or may still be refunded and what disputes took; never below 0. */
    public Money refundable() {
        var left = budget();
        return left.isPositive() ? left : Money.zero(left.currency());
    }

    /** As {@link #refundable}; below zero where the provider took or gave back too much. */
    Money budget() {
        var left = captured();
        for (var refund : refunds.values()) {
            if (refund.status() != Refund.Status.FAILED) {
                left = left.minus(refund.amount());
            }
        }
        for (var dispute : disputes.values()) {
            left = left.minus(dispute.taken());
        }
        return left;
    }

    /** What open disputes claim and others have taken. */
    public Money disputed() {
        return disputes.values().stream()
                .map(Dispute::disputed)
                .reduce(Money.zero(terms.amount().currency()), Money::plus);
    }

    /** Whether a dispute about money is under way; an inquiry is not. */
    public boolean hasOpenDispute() {
        return disputes.values().stream().anyMatch(Dispute::isOpen);
    }

    Dispute dispute(String id, Instant at) {
        var known = disputes.get(id);
        return known == null ? Dispute.unheardOf(id, terms.amount().currency(), at) : known;
    }

    /** Whether something is there to be erased, of the charge or of a refund. */
    boolean holdsPersonalData() {
        return isAnything(personal)
                || refunds.values().stream()
                        .anyMatch(
                                refund -> refund.reason() != null || isAnything(refund.personal()));
    }

    private static boolean isAnything(@Nullable Personal personal) {
        return personal != null && !personal.equals(Personal.NONE);
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
                .reduce(Money.zero(terms.amount().currency()), Money::plus);
    }
}
