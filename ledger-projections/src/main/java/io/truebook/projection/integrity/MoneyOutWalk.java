package io.truebook.projection.integrity;

import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutRequested;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApproved;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.TransactionKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at all money that went out on our word: a client wanted it, or a person has approved the
 * repair that did; and a refund was within what was left of its payment.
 *
 * <p>A page of payments is in memory at a time.
 */
final class MoneyOutWalk {

    private static final int TOGETHER = 500;

    private final EventReader events;
    private final HeadRow head;
    private final List<String> aggregates = new ArrayList<>();

    MoneyOutWalk(EventReader events, HeadRow head) {
        this.events = events;
        this.head = head;
    }

    /** A payment with a refund of ours, or a payout to a merchant; each once. */
    void add(String aggregateId) throws SQLException {
        aggregates.add(aggregateId);
        if (aggregates.size() == TOGETHER) {
            end();
        }
    }

    /** Looks at those that were not looked at yet. */
    void end() throws SQLException {
        for (var stream : events.of(aggregates, head.lastIndex()).values()) {
            check(stream);
        }
        aggregates.clear();
    }

    private void check(List<ReadEvent> stream) throws SQLException {
        var payment = new PaymentFold();
        for (var read : stream) {
            if (read.event() instanceof RefundRequested refund) {
                requireMoneyLeft(payment.now(), refund, read.position());
                requireWanted(read);
            }
            if (read.event() instanceof MerchantPayoutRequested) {
                requireWanted(read);
            }
            payment.next(read);
        }
    }

    private static void requireMoneyLeft(Payment payment, RefundRequested refund, long position) {
        var left = payment.known().map(file -> file.refundable().minor()).orElse(0L);
        if (refund.amount().minor() > left) {
            throw new DifferenceFound(
                    "refunds",
                    position,
                    "journal_event %d asks for a refund of %d; %d was left of %s",
                    position,
                    refund.amount().minor(),
                    left,
                    refund.paymentId());
        }
    }

    private void requireWanted(ReadEvent read) throws SQLException {
        Map<String, ?> metaData = read.metaData() == null ? Map.of() : read.metaData();
        var origin = String.valueOf(metaData.get(CommandContext.ORIGIN));
        var id = String.valueOf(metaData.get(CommandContext.TRANSACTION_ID));
        boolean wanted =
                origin.equals(TransactionKey.API)
                        || (origin.equals(RepairStep.ORIGIN) && isApproved(id, read.position()));
        if (!wanted) {
            throw new DifferenceFound(
                    "money-out",
                    read.position(),
                    "journal_event %d sends money out for %s %s; no client and no approval says so",
                    read.position(),
                    origin,
                    id);
        }
    }

    /** The id of a repair's step is break, kind and attempt. */
    private boolean isApproved(String id, long position) throws SQLException {
        var parts = id.split(":", -1);
        if (parts.length != 3) {
            return false;
        }
        return events.of(Set.of(parts[0]), position).values().stream()
                .flatMap(List::stream)
                .anyMatch(read ->
                        read.event() instanceof RepairApproved approved
                                && !approved.automatic()
                                && Integer.toString(approved.attempt()).equals(parts[2]));
    }
}
