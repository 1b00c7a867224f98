package io.truebook.projection.saga;

import io.truebook.ledger.reconciliation.Deadlines;
import io.truebook.ledger.reconciliation.OperationNews;
import io.truebook.ledger.reconciliation.OperationNews.Heard;
import io.truebook.ledger.reconciliation.OperationNews.NotConfirmed;
import io.truebook.ledger.reconciliation.OperationNews.TimeReached;
import io.truebook.ledger.reconciliation.Reconciliation;
import io.truebook.ledger.reconciliation.Reconciliation.Answered;
import io.truebook.ledger.reconciliation.SagaStep;
import io.truebook.ledger.reconciliation.Teller;
import io.truebook.ledger.reconciliation.Testimony;
import io.truebook.projection.saga.ProviderQuestions.About;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells sagas that their time has come, and what was heard of them without an event.
 *
 * <p>Any number may run at a time: what one works on the others leave alone. A step that broke off
 * is done again, to no effect.
 */
public final class SagaClock {

    private static final int AT_ONCE = 500;

    private final SagaTable table;
    private final Witnesses witnesses;
    private final ProviderQuestions questions;
    private final SagaOrders orders;
    private final Deadlines deadlines;
    private final Supplier<Instant> heardUntil;
    private final TransactionTemplate transaction;

    /**
     * @param heardUntil up to when the sagas have heard every event there is; now, if all. A
     *     deadline passes there and not by the wall: after a stop, or while all is replayed, the
     *     answer may be among what is still to be heard
     */
    public SagaClock(
            DataSource dataSource,
            SagaOrders orders,
            Deadlines deadlines,
            Supplier<Instant> heardUntil) {
        this.table = new SagaTable(dataSource);
        this.witnesses = new Witnesses(dataSource);
        this.questions = new ProviderQuestions(dataSource);
        this.orders = orders;
        this.deadlines = deadlines;
        this.heardUntil = heardUntil;
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Goes through what is due, and what runs have matched. */
    public void tick() {
        boolean more;
        do {
            more = inTransaction(table::endMatched);
        } while (more);
        var now = heardUntil.get();
        do {
            more = inTransaction(() -> lookAtDue(now)) == AT_ONCE;
        } while (more);
        transaction.executeWithoutResult(_ -> {
            questions.forgetNeedless();
            table.lookedUntil(now);
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(_ -> work.get());
    }

    private int lookAtDue(Instant now) {
        var due = table.due(now, AT_ONCE);
        if (due.isEmpty()) {
            return 0;
        }
        var news = newsOf(due, now);
        var steps = new ArrayList<SagaStep>();
        var asking = new ArrayList<Answered>();
        var written = new ArrayList<KeptSaga>();
        var gone = new ArrayList<String>();
        for (var saga : due) {
            Reconciliation state = saga.state();
            for (var one : news.apply(saga)) {
                boolean asks = state.asks(one, deadlines);
                steps.addAll(state.decide(one, deadlines));
                state = state.evolve(one, deadlines);
                if (asks) {
                    asking.add((Answered) state);
                }
            }
            if (state instanceof Reconciliation.Open open) {
                written.add(new KeptSaga(open, saga.settledBy()));
            } else {
                gone.add(saga.operationId());
            }
        }
        if (!steps.isEmpty()) {
            orders.carryOut(steps);
        }
        questions.put(asking);
        table.delete(gone);
        table.write(written);
        return due.size();
    }

    /** What is heard of each: first who confirms it, then who does not, then the time. */
    private Function<KeptSaga, List<OperationNews>> newsOf(List<KeptSaga> due, Instant now) {
        var known = witnesses.of(due.stream().map(KeptSaga::paymentId).collect(Collectors.toSet()));
        var replies = questions.replies(due.stream().map(KeptSaga::operationId).toList());
        return saga -> {
            var id = saga.operationId();
            var news = new ArrayList<OperationNews>();
            news.add(new Heard(id, testimonies(saga, known.of(saga.paymentId(), id), now)));
            if (saga.state() instanceof Answered answered) {
                var reply = replies.get(new About(id, answered.answer().told().text()));
                // One that is newer than what is heard may have told the payment something.
                if (reply != null && !reply.at().isAfter(now)) {
                    news.add(new NotConfirmed(id, reply.reply(), reply.at()));
                }
            }
            news.add(new TimeReached(id, now));
            return news;
        };
    }

    private static List<Testimony> testimonies(KeptSaga saga, List<Testimony> told, Instant now) {
        if (saga.settledBy() == null) {
            return told;
        }
        var all = new ArrayList<>(told);
        all.add(new Testimony(Teller.SETTLEMENT, null, now, "run " + saga.settledBy()));
        return all;
    }
}
