package io.truebook.projection.saga;

import static java.util.stream.Collectors.groupingBy;

import io.truebook.ledger.reconciliation.Deadlines;
import io.truebook.ledger.reconciliation.ReconciliationSaga;
import io.truebook.ledger.reconciliation.SagaDesk;
import io.truebook.ledger.reconciliation.SagaStep;
import io.truebook.ledger.reconciliation.Testimony;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of events needs to know and wants to have done: looked up for all its payments at
 * once, and written once at its end.
 *
 * <p>Not thread-safe: it belongs to the batch's unit of work.
 */
final class SagaBatch {

    private final Set<String> paymentIds;
    private final SagaTable table;
    private final Witnesses witnesses;
    private final Deadlines deadlines;
    private final Map<String, List<KeptSaga>> kept;
    private final Map<String, RuntimeException> unreadable;
    private final Map<String, Optional<ReconciliationSaga>> changed = new LinkedHashMap<>();
    private final Map<String, List<SagaStep>> steps = new LinkedHashMap<>();
    private Map<String, SagaDesk.Account> accounts = Map.of();
    private Witnesses.@Nullable Known known;

    SagaBatch(Set<String> paymentIds, SagaTable table, Witnesses witnesses, Deadlines deadlines) {
        this.paymentIds = Set.copyOf(paymentIds);
        this.table = table;
        this.witnesses = witnesses;
        this.deadlines = deadlines;
        var rows = table.ofPayments(paymentIds);
        this.kept = rows.readable().stream().collect(groupingBy(KeptSaga::paymentId));
        this.unreadable = rows.unreadable();
    }

    /** The saga of a payment as it was kept before this batch; throws where it cannot be read. */
    Optional<ReconciliationSaga> kept(String paymentId) {
        var why = unreadable.get(paymentId);
        if (why != null) {
            throw new IllegalStateException("The saga of " + paymentId + " cannot be read", why);
        }
        return Optional.ofNullable(kept.get(paymentId))
                .map(rows -> new ReconciliationSaga(rows.stream().map(KeptSaga::state).toList()));
    }

    /** Empty: it has ended. */
    void changed(String paymentId, Optional<ReconciliationSaga> saga) {
        changed.put(paymentId, saga);
    }

    /** The desk of one payment's saga. */
    SagaDesk desk(String owner) {
        return new SagaDesk() {
            @Override
            public Account accountOf(String operationId) {
                return account(operationId);
            }

            @Override
            public List<Testimony> testimonies(String paymentId, String operationId) {
                return known().of(paymentId, operationId);
            }

            @Override
            public void carryOut(List<SagaStep> wanted) {
                if (!wanted.isEmpty()) {
                    steps.computeIfAbsent(owner, _ -> new ArrayList<>()).addAll(wanted);
                }
            }

            @Override
            public Deadlines deadlines() {
                return deadlines;
            }
        };
    }

    private SagaDesk.Account account(String operationId) {
        if (accounts.isEmpty()) {
            accounts = witnesses.accounts(paymentIds);
        }
        var account = accounts.get(operationId);
        if (account == null) {
            throw new IllegalStateException("Nobody has asked for " + operationId);
        }
        return account;
    }

    private Witnesses.Known known() {
        var found = known;
        if (found == null) {
            found = witnesses.of(paymentIds);
            known = found;
        }
        return found;
    }

    /** The payments whose sagas want something, or are another than before. */
    Set<String> touched() {
        var all = new LinkedHashSet<>(steps.keySet());
        all.addAll(changed.keySet());
        return all;
    }

    /**
     * Has done and keeps what has become of these payments' sagas. First what they want done:
     * whoever dies in between has it done again, to no effect.
     */
    void finish(SagaOrders orders, Collection<String> payments) {
        var wanted =
                payments.stream()
                        .flatMap(payment -> steps.getOrDefault(payment, List.of()).stream())
                        .toList();
        if (!wanted.isEmpty()) {
            orders.carryOut(wanted);
        }
        var written = new ArrayList<KeptSaga>();
        var gone = new ArrayList<String>();
        for (var payment : payments) {
            var saga = changed.get(payment);
            if (saga != null) {
                compare(payment, saga, written, gone);
            }
        }
        table.delete(gone);
        table.write(written);
    }

    private void compare(
            String paymentId,
            Optional<ReconciliationSaga> saga,
            List<KeptSaga> written,
            List<String> gone) {
        var before = new LinkedHashMap<String, KeptSaga>();
        kept.getOrDefault(paymentId, List.of()).forEach(row -> before.put(row.operationId(), row));
        for (var open : saga.map(ReconciliationSaga::open).orElse(List.of())) {
            var old = before.remove(open.about().operationId());
            if (old == null || !old.state().equals(open)) {
                written.add(new KeptSaga(open, old == null ? null : old.settledBy()));
            }
        }
        gone.addAll(before.keySet());
    }
}
