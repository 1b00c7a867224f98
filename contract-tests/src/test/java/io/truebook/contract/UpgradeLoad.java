package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Customers who go on buying while nodes come and go: charges, refunds of some, each sent again
 * under its id until some node answers for good. It remembers every answer.
 */
final class UpgradeLoad implements AutoCloseable {

    /** What was asked under an id. */
    private record Asked(String path, String body) {}

    private record Given(Asked asked, LedgerClient.Answer answer) {}

    private final List<LedgerClient> nodes = new CopyOnWriteArrayList<>();
    private final Map<String, Given> given = new ConcurrentHashMap<>();
    private final List<String> strange = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    UpgradeLoad(int count) {
        for (int customer = 0; customer < count; customer++) {
            customers.execute(this::buy);
        }
    }

    void add(LedgerClient node) {
        nodes.add(node);
    }

    void remove(LedgerClient node) {
        nodes.remove(node);
    }

    int answered() {
        return given.size();
    }

    /** What no node may answer, whatever its release. */
    List<String> strange() {
        return strange;
    }

    private void buy() {
        while (!stopping) {
            int number = numbers.incrementAndGet();
            var charge =
                    ask(
                            "charge-" + number,
                            "/v1/charges",
                            """
                            {"amount": %d, "currency": "EUR", "merchant": "m-%d",
                             "provider": "stripe", "payment_method": "pm_card_visa",
                             "capture": "automatic"}\
                            """
                                    .formatted(1_000 + number % 500, number % 7));
            if (charge != null && charge.status() == 201 && number % 3 == 0) {
                ask(
                        "refund-" + number,
                        "/v1/refunds",
                        "{\"charge\": \"%s\", \"amount\": 100}"
                                .formatted(charge.json().get("id").asString()));
            }
        }
    }

    private LedgerClient.@Nullable Answer ask(String id, String path, String body) {
        while (!stopping) {
            try {
                var answer = any().post(id, path, body);
                if (answer.status() == 201) {
                    given.put(id, new Given(new Asked(path, body), answer));
                    return answer;
                }
                if (answer.status() != 202 && answer.status() != 409 && answer.status() != 503) {
                    strange.add(id + ": " + answer.status() + " " + answer.text());
                    return answer;
                }
            } catch (UncheckedIOException away) {
                // The node is gone; the next one may know what became of it.
            }
            pause();
        }
        return null;
    }

    private LedgerClient any() {
        var now = List.copyOf(nodes);
        while (now.isEmpty() && !stopping) {
            pause();
            now = List.copyOf(nodes);
        }
        if (now.isEmpty()) {
            throw new UncheckedIOException(new IOException("No node"));
        }
        return now.get(ThreadLocalRandom.current().nextInt(now.size()));
    }

    private static void pause() {
        LockSupport.parkNanos(50_000_000);
    }

    /** Lets the customers finish what they have. */
    void stop() throws InterruptedException {
        stopping = true;
        customers.shutdown();
        assertThat(customers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }

    /** Every answer that was given is given again, byte for byte. */
    void assertAllIsRemembered(LedgerClient node) {
        assertThat(given).isNotEmpty();
        given.forEach((id, before) -> {
            var again = node.post(id, before.asked().path(), before.asked().body());
            assertThat(again.isReplay()).as(id).isTrue();
            assertThat(again.status()).as(id).isEqualTo(before.answer().status());
            assertThat(again.text()).as(id).isEqualTo(before.answer().text());
        });
    }

    @Override
    public void close() {
        stopping = true;
        customers.shutdownNow();
    }
}
