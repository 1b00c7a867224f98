package io.truebook.projection.balance;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.projection.payment.PaymentJournal;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A journal of thousands of facts that happened in another order than they became known. */
final class BackdatedJournal implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    static final String CLEARING = "provider:stripe:clearing";
    static final int DAYS = 4;

    private static final Answered ANSWERED = new Answered(List.of(), List.of());
    private static final int COMMAND = 400;

    final PaymentJournal journal = new PaymentJournal(BackdatedJournal::references);
    private final Random random;
    private int payments;

    BackdatedJournal(Random random) {
        this.random = random;
    }

    /** As the application's own contributor keeps them, for the check of the whole. */
    private static void references(JournalChange change, BatchRows rows) {
        for (var message : change.events()) {
            if (message.getPayload() instanceof PaymentEvent.Reported fact) {
                var evidence = fact.evidence();
                rows.reference("stripe", "charge", evidence.objectId(), fact.paymentId());
            }
        }
    }

    /** So many more facts, most of them in order, some from days ago, many at the same second. */
    void grow(int facts) {
        for (int written = 0; written < facts; written += COMMAND) {
            int size = Math.min(COMMAND, facts - written);
            journal.append(
                    IntStream.range(0, size).mapToObj(_ -> fact()).toArray(PaymentEvent[]::new));
        }
    }

    /** One capture on the clearing account that counts from this moment. */
    void captured(Instant effectiveAt, long minor) {
        payments++;
        journal.append(captured("ch_" + payments, effectiveAt, Money.of(minor, "EUR"), false));
    }

    private PaymentEvent fact() {
        payments++;
        var charge = "ch_" + payments;
        var at = START.plusSeconds(payments * 10L);
        if (random.nextInt(10) == 0) {
            at = at.minus(random.nextInt(DAYS * 24 * 60), ChronoUnit.MINUTES);
        }
        var amount = Money.of(1 + random.nextInt(999), random.nextInt(4) == 0 ? "USD" : "EUR");
        return random.nextInt(3) == 0
                ? new ChargeAuthorized(
                        charge, START, evidence(charge, at), ANSWERED, parties(), amount, false)
                : captured(charge, at, amount, random.nextInt(3) == 0);
    }

    private ChargeCaptured captured(String charge, Instant at, Money amount, boolean held) {
        var released = held ? amount : Money.of(0, amount.currency().code());
        return new ChargeCaptured(
                charge, START, evidence(charge, at), ANSWERED, parties(), amount, released, false);
    }

    private Parties parties() {
        return new Parties("m-" + random.nextInt(3), "stripe");
    }

    private static Evidence evidence(String charge, Instant effectiveAt) {
        return new Evidence("stripe|" + charge, "o-" + charge, null, START, effectiveAt, "webhook");
    }

    @Override
    public void close() {
        journal.close();
    }
}
