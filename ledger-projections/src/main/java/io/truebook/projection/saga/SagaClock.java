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
import io.truebook.projection.deadletter.ParkingPolicy;
import io.truebook.projection.saga.ProviderQuestions.About;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells sagas that their time has come, and what was heard of them without an event.
 *
 * <p>Any number may run at a time: what one works on the others leave alone. A step that broke off
 * is done again, to no effect.
 */
public final class SagaClock {

    private static final Logger log = LoggerFactory.getLogger(SagaClock.class);
    private static final int AT_ONCE = 500;
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

    private final SagaTable table;
    private final Witnesses witnesses;
    private final ProviderQuestions questions;
    private final SagaOrders orders;
    private final Deadlines deadlines;
    private final Supplier<Instant> heardUntil;
    private final LongSupplier heard;
    private final TransactionTemplate transaction;

    /** Payments whose sagas this node could not move on, and until when it looks away. */
    private final Map<String, Instant> leftAlone = new ConcurrentHashMap<>();

    /**
     * @param heardUntil up to when the sagas have heard every event there is; now, if all. A
     *     deadline passes there and not by the wall: after a stop, or while all is replayed, the
     *     answer may be among what is still to be heard
     * @param heard the position in the journal that they have come to
     */
    public SagaClock(
            DataSource dataSource,
            SagaOrders orders,
            Deadlines deadlines,
            Supplier<Instant> heardUntil,
            LongSupplier heard) {
        this.table = new SagaTable(dataSource);
        this.witnesses = new Witnesses(dataSource);
        this.questions = new ProviderQuestions(dataSource);
        this.orders = orders;
        this.deadlines = deadlines;
        this.heardUntil = heardUntil;
        this.heard = heard;
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Goes through what is due, and what runs have matched. */
    public void tick() {
        long position = heard.getAsLong();
        boolean more;
        do {
            more = inTransaction(() -> table.endMatched(position));
        } while (more);
        var now = heardUntil.get();
        leftAlone.values().removeIf(until -> !until.isAfter(now));
        while (look(now, AT_ONCE) == AT_ONCE) {
            // The rest.
        }
        transaction.executeWithoutResult(_ -> {
            questions.forgetNeedless();
            table.lookedUntil(now);
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(_ -> work.get());
    }

    /**
     * Goes through some of what is due; how many. Where that fails each is looked at by itself, so
     * that one which cannot be moved on holds up no other: it is left alone for a while, and {@code
     * verify} names it.
     */
    private int look(Instant now, int most) {
        var due = new ArrayList<KeptSaga>();
        try {
            return inTransaction(() -> {
                var rows = table.due(now, most, leftAlone.keySet());
                rows.unreadable().forEach((payment, why) -> leaveAlone(payment, now, why));
                due.addAll(rows.readable());
                lookAt(due, now);
                return due.size() + rows.unreadable().size();
            });
        } catch (RuntimeException failure) {
            if (due.isEmpty() || ParkingPolicy.isNobodysFault(failure)) {
                throw failure;
            }
            if (due.size() == 1) {
                leaveAlone(due.getFirst().paymentId(), now, failure);
            } else {
                due.forEach(_ -> look(now, 1));
            }
            return due.size();
        }
    }

    private void leaveAlone(String paymentId, Instant now, RuntimeException why) {
        log.error("The sagas of {} cannot be moved on; they are left alone", paymentId, why);
        leftAlone.put(paymentId, now.plus(LEFT_ALONE));
    }

    private void lookAt(List<KeptSaga> due, Instant now) {
        if (due.isEmpty()) {
            return;
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
    }

    /** What is heard of each: first who confirms it, then who does not, then the time. */
    private Function<KeptSaga, List<OperationNews>> newsOf(List<KeptSaga> due, Instant now) {
        // First, so that what a reply has told the payment is among what is known.
        var replies = questions.replies(due.stream().map(KeptSaga::operationId).toList());
        var known = witnesses.of(due.stream().map(KeptSaga::paymentId).collect(Collectors.toSet()));
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
