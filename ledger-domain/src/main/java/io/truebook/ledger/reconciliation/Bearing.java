package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.payment.Refund;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the fact that a settlement row tells bears on our payment.
 *
 * @param bookable whether the payment takes such a fact as a repair: a charge or a refund, never of
 *     another currency, nor of an object that has failed
 * @param known whether the payment was told it before, and booked it
 * @param held whether the row's object has taken money and not given it up again
 * @param otherCaptures the provider's other objects that have
 * @param unnamedRefunds our refunds under way that the provider has named no object of
 * @param asked the amount of our refund that the row names; null where it names none of ours
 */
public record Bearing(
        boolean bookable,
        boolean known,
        boolean held,
        List<String> otherCaptures,
        List<String> unnamedRefunds,
        @Nullable Money asked) {

    public Bearing {
        otherCaptures = List.copyOf(otherCaptures);
        unnamedRefunds = List.copyOf(unnamedRefunds);
    }

    /**
     * @param refundOperation our refund that the row names, if it does
     */
    public static Bearing of(
            Payment.Known payment, ProviderFact fact, @Nullable String refundOperation) {
        var file = payment.file();
        var object = fact.source().objectId();
        return new Bearing(
                isRepairable(fact)
                        && payment.recognises(fact)
                        && !file.failedObjects().contains(object),
                isBooked(payment, fact),
                holding(file).contains(object),
                holding(file).stream().filter(other -> !other.equals(object)).toList(),
                unnamed(file),
                Optional.ofNullable(refundOperation)
                        .map(file.refunds()::get)
                        .map(Refund::amount)
                        .orElse(null));
    }

    /**
     * Whether one wish has two objects that hold money, or will once this fact is booked, refunds
     * apart; not named like a field, for it is none.
     */
    public boolean holdsTwice() {
        return (held || (bookable && !known)) && !otherCaptures.isEmpty();
    }

    private static boolean isRepairable(ProviderFact fact) {
        return fact instanceof ProviderFact.Captured
                || fact instanceof ProviderFact.RefundSucceeded;
    }

    /** What failed before it had moved money was told, and nothing of it is booked. */
    private static boolean isBooked(Payment.Known payment, ProviderFact fact) {
        var source = fact.source();
        return payment.knows(fact)
                && switch (fact) {
                    case ProviderFact.ChargeFailed _ ->
                            payment.knows(new ProviderFact.Captured(source, payment.file().hold()))
                                    && !holding(payment.file()).contains(source.objectId());
                    case ProviderFact.RefundFailed f ->
                            payment.knows(
                                    new ProviderFact.RefundSucceeded(
                                            source, f.operationId(), f.amount()));
                    default -> true;
                };
    }

    private static List<String> holding(PaymentFile file) {
        return file.captures().entrySet().stream()
                .filter(taken -> taken.getValue().isPositive())
                .map(taken -> taken.getKey())
                .sorted()
                .toList();
    }

    private static List<String> unnamed(PaymentFile file) {
        return file.refunds().values().stream()
                .filter(refund -> refund.status().isOpen() && refund.objectId() == null)
                .map(Refund::id)
                .sorted()
                .toList();
    }
}
