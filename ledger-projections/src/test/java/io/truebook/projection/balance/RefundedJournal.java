package io.truebook.projection.balance;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.projection.payment.PaymentJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A journal of thousands of refunds, most of which are answered sooner or later. */
final class RefundedJournal implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Answered ANSWERED = new Answered(List.of(), List.of());
    private static final int COMMAND = 400;

    final PaymentJournal journal = new PaymentJournal();
    private final List<RefundRequested> open = new ArrayList<>();
    private final Random random;
    private int refunds;

    RefundedJournal(Random random) {
        this.random = random;
    }

    int refunds() {
        return refunds;
    }

    /** So many more events: wishes for refunds, and answers to some of them. */
    void grow(int events) {
        for (int written = 0; written < events; written += COMMAND) {
            append(Math.min(COMMAND, events - written));
        }
    }

    /** Nothing that was ever asked is open any more. */
    void answerAll() {
        while (!open.isEmpty()) {
            journal.append(answer());
        }
    }

    private void append(int size) {
        journal.append(
                IntStream.range(0, size)
                        .mapToObj(_ -> open.isEmpty() || random.nextBoolean() ? wish() : answer())
                        .toArray(PaymentEvent[]::new));
    }

    private PaymentEvent wish() {
        refunds++;
        var connection = random.nextInt(3) == 0 ? "adyen" : "stripe";
        var wish =
                new RefundRequested(
                        "ch_" + refunds,
                        START.plusSeconds(refunds),
                        "re_" + random.nextInt(1_000) + "_" + refunds,
                        TransactionId.ofClient("t-" + refunds),
                        new Parties("m-1", connection),
                        Money.of(1 + random.nextInt(999), random.nextInt(4) == 0 ? "USD" : "EUR"),
                        Personal.NONE);
        open.add(wish);
        return wish;
    }

    private PaymentEvent answer() {
        var wish = open.remove(random.nextInt(open.size()));
        var key = "key-" + wish.refundId();
        var at = wish.at().plusSeconds(5);
        return new RefundSucceeded(
                wish.paymentId(),
                at,
                new Evidence(key, "o-" + wish.refundId(), null, at, at, "webhook"),
                ANSWERED,
                wish.refundId(),
                wish.parties(),
                wish.amount(),
                wish.amount());
    }

    @Override
    public void close() {
        journal.close();
    }
}
