package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The next {@link PaymentFile}, from the last one and what an event says. */
final class FileEdit {

    private final PaymentFile before;
    private @Nullable Personal personal;
    private @Nullable String probableDuplicateOf;
    private boolean erased;
    private Money authorized;
    private Money hold;
    private Map<String, Money> captures;
    private List<Money> fees;
    private List<Operation> operations;
    private List<String> lastAnswered;
    private Map<String, TransactionId> transactions;
    private Map<String, Refund> refunds;
    private Map<String, Dispute> disputes;
    private Set<String> facts;
    private @Nullable String paymentReference;
    private @Nullable String liveObject;
    private Set<String> closedObjects;
    private Set<String> failedObjects;
    private @Nullable Failure failure;

    FileEdit(PaymentFile before) {
        this.before = before;
        this.personal = before.personal();
        this.probableDuplicateOf = before.probableDuplicateOf();
        this.erased = before.erased();
        this.authorized = before.authorized();
        this.hold = before.hold();
        this.captures = before.captures();
        this.fees = before.fees();
        this.operations = before.operations();
        this.lastAnswered = before.lastAnswered();
        this.transactions = before.transactions();
        this.refunds = before.refunds();
        this.disputes = before.disputes();
        this.facts = before.facts();
        this.paymentReference = before.paymentReference();
        this.liveObject = before.liveObject();
        this.closedObjects = before.closedObjects();
        this.failedObjects = before.failedObjects();
        this.failure = before.failure();
    }

    /**
     * Takes in what every reported event says: its fact, its references, the answered operations.
     */
    FileEdit reported(PaymentEvent.Reported event) {
        var reference = event.evidence().paymentReference();
        if (reference != null) {
            paymentReference = reference;
        }
        return noted(event);
    }

    /** As {@link #reported}, of a fact that is not about the payment we count on. */
    FileEdit noted(PaymentEvent.Reported event) {
        facts = plus(facts, event.evidence().factKey());
        var answered = event.answered().operations();
        operations =
                operations.stream()
                        .filter(operation -> !answered.contains(operation.id()))
                        .toList();
        return this;
    }

    FileEdit held(Money amount) {
        authorized = amount;
        hold = amount;
        return this;
    }

    FileEdit released() {
        hold = Money.zero(hold.currency());
        return this;
    }

    FileEdit taken(String object, Money amount) {
        var all = new LinkedHashMap<>(captures);
        all.merge(object, amount, Money::plus);
        captures = Collections.unmodifiableMap(all);
        return this;
    }

    FileEdit givenUp(String object) {
        var all = new LinkedHashMap<>(captures);
        all.remove(object);
        captures = Collections.unmodifiableMap(all);
        return this;
    }

    FileEdit fee(Money fee) {
        var all = new ArrayList<>(fees);
        all.add(fee);
        fees = List.copyOf(all);
        return this;
    }

    FileEdit opened(Operation operation, TransactionId transaction) {
        var all = new ArrayList<>(operations);
        all.add(operation);
        operations = List.copyOf(all);
        return remembers(operation.id(), transaction);
    }

    FileEdit operationIn(String id, Operation.State state) {
        operations =
                operations.stream()
                        .map(operation ->
                                operation.id().equals(id) ? operation.in(state) : operation)
                        .toList();
        return this;
    }

    FileEdit refund(Refund refund) {
        var all = new LinkedHashMap<>(refunds);
        all.put(refund.id(), refund);
        refunds = Collections.unmodifiableMap(all);
        var transaction = refund.transaction();
        return transaction == null || transactions.containsKey(refund.id())
                ? this
                : remembers(refund.id(), transaction);
    }

    FileEdit dispute(Dispute dispute) {
        var all = new LinkedHashMap<>(disputes);
        all.put(dispute.id(), dispute);
        disputes = Collections.unmodifiableMap(all);
        return this;
    }

    /** Forgets what clients wrote about people up to here. */
    FileEdit forgotten() {
        personal = null;
        erased = true;
        var all = new LinkedHashMap<String, Refund>();
        refunds.forEach((id, refund) -> all.put(id, refund.forgotten()));
        refunds = Collections.unmodifiableMap(all);
        return this;
    }

    FileEdit live(@Nullable String object) {
        liveObject = object;
        return this;
    }

    FileEdit closed(String object) {
        closedObjects = plus(closedObjects, object);
        return this;
    }

    FileEdit failed(String object) {
        failedObjects = plus(failedObjects, object);
        return closed(object);
    }

    /** The answers of this event tell how the charge stands now. */
    FileEdit tells(Answered answered) {
        var all = new ArrayList<>(answered.operations());
        all.addAll(answered.corrected());
        lastAnswered = List.copyOf(all);
        return this;
    }

    FileEdit failure(@Nullable Failure reported) {
        failure = reported;
        return this;
    }

    PaymentFile at(Instant at) {
        return new PaymentFile(
                before.paymentId(),
                before.terms(),
                personal,
                probableDuplicateOf,
                authorized,
                hold,
                captures,
                fees,
                operations,
                lastAnswered,
                transactions,
                refunds,
                disputes,
                facts,
                paymentReference,
                liveObject,
                closedObjects,
                failedObjects,
                failure,
                erased,
                before.createdAt(),
                at);
    }

    FileEdit probablyDuplicates(String paymentId) {
        probableDuplicateOf = paymentId;
        return this;
    }

    private FileEdit remembers(String operationId, TransactionId transaction) {
        var all = new LinkedHashMap<>(transactions);
        all.put(operationId, transaction);
        transactions = Collections.unmodifiableMap(all);
        return this;
    }

    private static Set<String> plus(Set<String> set, String element) {
        var all = new HashSet<>(set);
        all.add(element);
        return Collections.unmodifiableSet(all);
    }
}
