package io.truebook.contract.crash;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Load, accidents, and a check after each: the same faults at the same places for the same seed, as
 * far as processes that run at the same time allow.
 */
final class CrashRun {

    private static final int CUSTOMERS = 6;
    private static final int WARM_UP = 30;
    private static final int AFTERWARDS = 15;
    private static final int REFUSALS = 30;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** To see everything that a fault breaks: the run fails at its end instead. */
    private static final boolean GOES_ON = Boolean.getBoolean("crash.goOn");

    private final Stage stage;
    private final Random random;
    private final List<String> findings = new ArrayList<>();
    private final Notebook notebook = new Notebook();
    private final Desk desk;
    private final Auditor auditor;
    private final Accidents accidents;
    private final List<Thread> customers;
    private int kills;

    CrashRun(Stage stage, long seed) {
        this.stage = stage;
        this.random = new Random(seed);
        this.desk = new Desk(stage::addresses, stage.key(), notebook);
        this.auditor = new Auditor(stage, desk, notebook, new Random(seed));
        this.accidents = new Accidents(stage);
        this.customers =
                IntStream.range(0, CUSTOMERS)
                        .mapToObj(i -> new Customer("c" + i, seed * 31 + i, desk, notebook))
                        .map(customer -> Thread.ofVirtual().unstarted(customer))
                        .toList();
        say("seed " + seed);
        customers.forEach(Thread::start);
    }

    /** One accident: before it the load runs, after it everything must come back and be right. */
    void strike(Fault fault) {
        awaitAnswers(WARM_UP);
        long silences = notebook.silences();
        var trap = accidents.prepare(fault, random);
        long struck = System.nanoTime();
        accidents.await(trap, LIMIT);
        stage.heal();
        awaitAnswers(AFTERWARDS);
        double back = (System.nanoTime() - struck) / 1e9;
        kills++;
        var checked = check(fault.toString());
        say(
                "%3d %-42s %2d without an answer, back in %4.1f s, event %d, checked in %.1f s"
                        .formatted(
                                kills,
                                fault,
                                notebook.silences() - silences,
                                back,
                                auditor.seenUpTo(),
                                checked));
    }

    /** A node dies at this moment, whichever comes to it first, and is not started again. */
    void lose(Moment moment) {
        awaitAnswers(WARM_UP);
        accidents.await(accidents.prepare(new Fault(moment, Victim.APPLICATION), random), LIMIT);
        stage.simulator().deliverTo(stage.anyNode().address());
        awaitAnswers(WARM_UP);
        check("the loss of a node at " + moment);
        say("node lost at %s, %d left".formatted(moment, stage.addresses().size()));
    }

    /** Something runs out until requests are refused, and is there again: nobody is started. */
    void starve(String what, Runnable take, Runnable giveBack) {
        awaitAnswers(WARM_UP);
        long refusals = notebook.refusals();
        take.run();
        Awaitility.await(what + " is refused for")
                .atMost(LIMIT)
                .until(() -> notebook.refusals() >= refusals + REFUSALS);
        giveBack.run();
        long back = System.nanoTime();
        awaitAnswers(WARM_UP);
        double seconds = (System.nanoTime() - back) / 1e9;
        check(what);
        say("%s: refused, and back %.1f s after it was there again".formatted(what, seconds));
    }

    /** Holds everybody up and checks everything that is known so far. */
    double check(String after) {
        long from = System.nanoTime();
        desk.close();
        try {
            require(auditor.check(), after);
        } finally {
            desk.reopen();
        }
        return (System.nanoTime() - from) / 1e9;
    }

    /** No more faults: everything must come to a final state, and both sides must agree. */
    void finish() {
        desk.finish();
        for (var customer : customers) {
            join(customer);
        }
        require(auditor.checkEnd(), "the end");
        end();
        say("end: %d kills, %s, %d events".formatted(kills, notebook, auditor.seenUpTo()));
    }

    void awaitAnswers(int more) {
        long wanted = notebook.answers() + more;
        Awaitility.await(more + " more answers; " + notebook)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> notebook.answers() >= wanted);
    }

    private void require(List<String> wrong, String after) {
        var all = notebook.takeWrongs();
        all.addAll(wrong);
        findings.addAll(all);
        if (all.isEmpty()) {
            return;
        }
        say("WRONG after " + after + ":\n" + all.stream().limit(20).collect(joining("\n")));
        if (!GOES_ON) {
            end();
        }
    }

    private void end() {
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.stream().limit(20).collect(joining("\n")));
        }
    }

    private static void join(Thread customer) {
        try {
            if (!customer.join(LIMIT)) {
                throw new AssertionError("A request has no final answer after " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void say(String what) {
        System.out.println("crash: " + what);
    }
}
