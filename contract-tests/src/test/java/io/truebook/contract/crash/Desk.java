package io.truebook.contract.crash;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where customers hand requests in: sends them until there is a final answer, as a careful client
 * does, and holds everybody up while the books are checked.
 */
final class Desk {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BACK_OFF = Duration.ofMillis(50);

    private final Supplier<List<URI>> addresses;
    private final String key;
    private final Notebook notebook;
    private boolean closed;
    private boolean finishing;
    private int atWork;

    Desk(Supplier<List<URI>> addresses, String key, Notebook notebook) {
        this.addresses = addresses;
        this.key = key;
        this.notebook = notebook;
    }

    /** Sends a new request, or one that was cut off, until its outcome is final. */
    Answer ask(Entry entry, RandomGenerator random) {
        while (true) {
            var answer = send(entry, entry.body(), random);
            if (answer.status() == 202) {
                // Durable and open: asked again, with the same id.
                LockSupport.parkNanos(BACK_OFF.toNanos());
                continue;
            }
            var wrong = entry.heed(answer);
            if (wrong != null) {
                notebook.wrong(entry + ": " + wrong);
            }
            notebook.countAnswer();
            return answer;
        }
    }

    /** Sends a request that has its final answer once more: it must come back byte for byte. */
    void repeat(Entry entry, RandomGenerator random) {
        compare(entry, send(entry, entry.body(), random));
    }

    /** The same for a checker, who works while the desk is closed. */
    void repeatAnyway(Entry entry, RandomGenerator random) {
        compare(entry, sendOpenly(entry, entry.body(), random, false));
    }

    private void compare(Entry entry, Answer answer) {
        notebook.countRepeat();
        notebook.countAnswer();
        var wrong = entry.heed(answer);
        if (wrong != null) {
            notebook.wrong(entry + " repeated: " + wrong);
        } else if (!answer.isReplay()) {
            notebook.wrong(entry + " repeated: not marked as a replay");
        }
    }

    /** Sends another request under the same id. */
    void reuse(Entry entry, String otherBody, RandomGenerator random) {
        var answer = send(entry, otherBody, random);
        notebook.countAnswer();
        if (answer.status() != 422
                || !answer.json().path("code").asString("").equals("transaction_id_reused")) {
            notebook.wrong(entry + " reused: " + answer.status() + " " + answer.text());
        }
    }

    /** Until somebody says something that is not "later". */
    private Answer send(Entry entry, String body, RandomGenerator random) {
        return sendOpenly(entry, body, random, true);
    }

    private Answer sendOpenly(Entry entry, String body, RandomGenerator random, boolean queues) {
        while (true) {
            if (queues) {
                begin();
            }
            try {
                var all = addresses.get();
                if (!all.isEmpty()) {
                    var answer = post(all.get(random.nextInt(all.size())), entry, body);
                    if (!isLater(entry, answer)) {
                        return answer;
                    }
                    if (answer.status() == 503) {
                        notebook.countRefusal();
                    }
                }
            } catch (UncheckedIOException silence) {
                if (!(silence.getCause() instanceof ConnectException)) {
                    notebook.countSilence();
                }
            } finally {
                if (queues) {
                    end();
                }
            }
            LockSupport.parkNanos(BACK_OFF.toNanos());
        }
    }

    private Answer post(URI address, Entry entry, String body) {
        var client = new LedgerClient(address, key);
        return client.send(
                client.request(entry.path())
                        .timeout(PATIENCE)
                        .header("Idempotency-Key", entry.transactionId())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=5")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Only refusals that the contract says may be repeated; a 500 never is one of them. */
    private boolean isLater(Entry entry, Answer answer) {
        if (answer.status() == 409) {
            return true;
        }
        if (answer.status() >= 500) {
            var code = answer.json().path("code").asString("");
            boolean contract =
                    answer.status() == 503
                            && answer.headers().firstValue("Retry-After").isPresent()
                            && List.of("overloaded", "outcome_unknown").contains(code);
            if (!contract) {
                notebook.wrong(entry + ": " + answer.status() + " " + answer.text());
            }
            return true;
        }
        return false;
    }

    private synchronized void begin() {
        await(() -> !closed);
        atWork++;
    }

    private synchronized void end() {
        atWork--;
        notifyAll();
    }

    /** Returns when no request is under way; none begins until {@link #reopen}. */
    synchronized void close() {
        closed = true;
        await(() -> atWork == 0);
    }

    synchronized void reopen() {
        closed = false;
        notifyAll();
    }

    /** Customers bring what they began to an end, and begin nothing new. */
    synchronized void finish() {
        finishing = true;
    }

    synchronized boolean takesMore() {
        return !finishing;
    }

    private synchronized void await(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
