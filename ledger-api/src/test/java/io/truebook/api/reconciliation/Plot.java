package io.truebook.api.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Where one payment of a corpus lies: its names, its amounts, its time. */
final class Plot {

    static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    static final Instant END = Instant.parse("2026-11-23T00:00:00Z");
    static final Instant LATE = Instant.parse("2026-11-22T23:00:00Z");

    final SettledCorpus corpus;
    final String number;
    final String charge;
    final String object;
    final long amount;
    long fee;
    Instant at;

    Plot(SettledCorpus corpus, int number, Random random) {
        this.corpus = corpus;
        this.number = "_n%07d".formatted(number);
        charge = name("ch");
        object = name("prov");
        amount = 1_000 + random.nextLong(100_000);
        fee = 1 + random.nextLong(500);
        at = BEGIN.plus(Duration.ofSeconds(1 + random.nextLong(86_000)));
    }

    String name(String kind) {
        return kind + number;
    }

    /** Captured, and its fee booked. */
    void charge() {
        bookedCharge();
        booked("provider-fee-recorded", name("txn"), name("txn"), -fee);
    }

    void bookedCharge() {
        corpus.known(charge, at);
        corpus.refers(object, charge);
        booked("charge-captured", charge, object, amount);
    }

    void refund() {
        corpus.refers(name("prov_re"), charge);
        booked("refund-succeeded", name("re"), name("prov_re"), -300);
    }

    void booked(String type, String item, String of, long minor) {
        corpus.booked(charge, type, item, of, minor, "EUR", at);
    }

    void settle(long gross) {
        row("txn", "charge", gross, fee, object, charge, null);
    }

    void leaves(long minor) {
        leaves(minor, minor);
    }

    /** Of what leaves the provider our bank has got another amount. */
    void leaves(long minor, long banked) {
        var payout = name("po");
        corpus.paidOut(payout, minor, at);
        corpus.banked(payout, banked, at);
        row("txp", "payout", -minor, 0, payout, null, null);
    }

    /** Captured in euros, and booked as the provider has converted it. */
    void converted(long dollars) {
        bookedCharge();
        booked("funds-converted", name("txn"), name("txn"), -amount);
        corpus.booked(charge, "funds-converted", name("txn"), name("txn"), dollars, "USD", at);
    }

    void settleDollars(long gross) {
        corpus.settled(name("txn"), "charge", at, "USD", gross, 0, object, charge, null);
    }

    /** What was settled last leaves in a payout of its own. */
    void payOut(long minor) {
        corpus.repeatFor(name("po"));
        leaves(minor);
    }

    void settleRefund(@Nullable String of) {
        row("txf", "refund", -300, 0, name("prov_re"), of, of == null ? null : name("re"));
    }

    void row(
            String kind,
            String category,
            long gross,
            long withFee,
            String source,
            @Nullable String of,
            @Nullable String refund) {
        corpus.settled(name(kind), category, at, "EUR", gross, withFee, source, of, refund);
    }
}
