package io.truebook.contract.crash;

import io.truebook.contract.crash.Entry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One client's code: charges, holds, captures, voids, refunds; what it should not do, too. What it
 * does depends on nothing but its seed and the final answers.
 */
final class Customer implements Runnable {

    private static final int KEPT = 200;

    /** A captured charge of ours and what may still be refunded of it. */
    private record Taken(String charge, long left) {}

    private final String name;
    private final SplittableRandom random;
    private final Desk desk;
    private final Notebook notebook;
    private final List<Entry> done = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private int count;

    Customer(String name, long seed, Desk desk, Notebook notebook) {
        this.name = name;
        this.random = new SplittableRandom(seed);
        this.desk = desk;
        this.notebook = notebook;
    }

    @Override
    public void run() {
        try {
            while (desk.takesMore()) {
                step();
            }
        } catch (RuntimeException | Error broken) {
            notebook.wrong("Customer " + name + " broke: " + broken);
            throw broken;
        }
    }

    private void step() {
        int draw = random.nextInt(100);
        if (draw < 40 || done.isEmpty()) {
            charge();
        } else if (draw < 55) {
            hold();
        } else if (draw < 75 && !taken.isEmpty()) {
            refund();
        } else if (draw < 80) {
            declined();
        } else if (draw < 93) {
            desk.repeat(done.get(random.nextInt(done.size())), random);
        } else {
            reuse();
        }
    }

    private void charge() {
        long amount = amount();
        var entry = charge(Kind.CHARGE, amount, "automatic", "pm_card_visa", "captured");
        if (entry.isAccepted()) {
            take(entry.id(), amount);
        }
    }

    private void declined() {
        charge(Kind.CHARGE, amount(), "automatic", "pm_card_chargeDeclined", "failed");
    }

    /** A hold that is captured in whole or in part, or voided. */
    private void hold() {
        long amount = amount();
        var entry = charge(Kind.HOLD, amount, "manual", "pm_card_visa", "authorized");
        if (!entry.isAccepted()) {
            return;
        }
        var path = "/v1/charges/" + entry.id();
        if (random.nextInt(3) == 0) {
            ask(new Entry(Kind.VOID, id(), path + "/void", "{}", 200, "voided"));
            return;
        }
        long part = 1 + random.nextLong(amount);
        var body = "{\"amount\": %d}".formatted(part);
        var capture = new Entry(Kind.CAPTURE, id(), path + "/capture", body, 200, "captured");
        if (ask(capture).isAccepted()) {
            take(entry.id(), part);
        }
    }

    /** One in four asks for more than there is. */
    private void refund() {
        var from = taken.remove(random.nextInt(taken.size()));
        if (random.nextInt(4) == 0 || from.left() == 0) {
            refund(from, from.left() + 1, 422, "refund_exceeds_remaining");
            take(from.charge(), from.left());
            return;
        }
        long amount = 1 + random.nextLong(from.left());
        if (refund(from, amount, 201, "succeeded").isAccepted()) {
            take(from.charge(), from.left() - amount);
        }
    }

    private Entry refund(Taken from, long amount, int status, String word) {
        var body = "{\"charge\": \"%s\", \"amount\": %d}".formatted(from.charge(), amount);
        return ask(new Entry(Kind.REFUND, id(), "/v1/refunds", body, status, word));
    }

    private void reuse() {
        var entry = done.get(random.nextInt(done.size()));
        if (entry.body().contains("\"amount\": ")) {
            desk.reuse(entry, entry.body().replace("\"amount\": ", "\"amount\": 1"), random);
        }
    }

    private Entry charge(Kind kind, long amount, String capture, String method, String word) {
        var body =
                """
                {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "%s", "capture": "%s", "reference": "order of %s"}\
                """
                        .formatted(amount, name, method, capture, name);
        return ask(new Entry(kind, id(), "/v1/charges", body, 201, word));
    }

    private Entry ask(Entry entry) {
        desk.ask(notebook.write(entry), random);
        if (done.size() == KEPT) {
            done.remove(random.nextInt(KEPT));
        }
        done.add(entry);
        return entry;
    }

    private void take(String charge, long left) {
        if (taken.size() < KEPT) {
            taken.add(new Taken(charge, left));
        }
    }

    private long amount() {
        return 100 + random.nextLong(9_900);
    }

    private String id() {
        count++;
        return name + "-" + count;
    }
}
