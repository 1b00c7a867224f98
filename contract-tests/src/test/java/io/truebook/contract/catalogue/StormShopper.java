package io.truebook.contract.catalogue;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.catalogue.Shop.Wish;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * One client's code in a storm: it asks with the same id until there is a final answer, whatever
 * happens on the way. What a shopper wants depends on the seed and its number alone.
 */
final class StormShopper implements Runnable {

    static final String MERCHANT = "storm";

    /** Every so manieth shopper pays at Adyen, the others at Stripe. */
    private static final int AT_ADYEN = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BACK_OFF = Duration.ofMillis(50);

    private final LedgerClient client;
    private final SplittableRandom random;
    private final boolean atAdyen;
    private final String name;
    private final Queue<String> charges;
    private final Queue<String> refunds;
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();

    StormShopper(
            LedgerClient client,
            long seed,
            int number,
            Queue<String> charges,
            Queue<String> refunds) {
        this.client = client;
        this.random = new SplittableRandom(seed * 1_000_003 + number);
        this.atAdyen = number % AT_ADYEN == 0;
        this.name = "storm-" + number;
        this.charges = charges;
        this.refunds = refunds;
    }

    /** What should not have been answered. */
    Queue<String> wrongs() {
        return wrongs;
    }

    @Override
    public void run() {
        long amount = 100 + random.nextLong(9_900);
        var wish = Wish.of(name).merchant(MERCHANT).amount(amount, "EUR");
        int draw = random.nextInt(100);
        if (draw < 45) {
            maybeRefund(charge(wish));
        } else if (draw < 53) {
            charge(wish.method("pm_card_chargeDeclined"));
        } else if (draw < 65) {
            maybeRefund(captured(charge(wish.held()), amount));
        } else if (draw < 77) {
            maybeRefund(captured(charge(wish.held()), 1 + random.nextLong(amount)));
        } else if (draw < 85) {
            insist(name + "-void", "/v1/charges/" + idOf(charge(wish.held())) + "/void", "{}");
        } else if (draw < 90) {
            maybeRefund(charge(wish.method("pm_card_pendingRefund")));
        } else if (draw < 94) {
            maybeRefund(charge(wish.method("pm_card_refundFail")));
        } else if (draw < 97) {
            charge(wish.method("pm_usBankAccount"));
        } else {
            charge(wish.method("pm_usBankAccount_fails"));
        }
    }

    private JsonNode charge(Wish asked) {
        var wish = atAdyen ? asked.atAdyen() : asked;
        var charge = insist(wish.id(), "/v1/charges", wish.json()).json();
        charges.add(idOf(charge));
        return charge;
    }

    private JsonNode captured(JsonNode hold, long amount) {
        return insist(
                        name + "-capture",
                        "/v1/charges/" + idOf(hold) + "/capture",
                        "{\"amount\": %d}".formatted(amount))
                .json();
    }

    /** Nothing, a part, two parts, or all of it. */
    private void maybeRefund(JsonNode charge) {
        long left = charge.path("amount_captured").asLong(0);
        for (int part = random.nextInt(3); part > 0 && left > 0; part--) {
            long amount = 1 + random.nextLong(left);
            var refund =
                    insist(
                            name + "-refund-" + part,
                            "/v1/refunds",
                            "{\"charge\": \"%s\", \"amount\": %d}".formatted(idOf(charge), amount));
            if (refund.status() < 300) {
                refunds.add(idOf(refund.json()));
                left -= amount;
            }
        }
    }

    /** Asks again and again with the same id, as long as the answer is: later. */
    private Answer insist(String transactionId, String path, String json) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                var answer = client.post(transactionId, path, json);
                if (answer.status() >= 500 && answer.status() != 503) {
                    wrongs.add(transactionId + ": " + answer.status() + " " + answer.text());
                }
                boolean later = answer.status() == 202 || answer.status() == 409;
                if (!later && answer.status() < 500) {
                    return answer;
                }
            } catch (UncheckedIOException gone) {
                // Killed, or just starting: nobody told us what became of it.
            }
            LockSupport.parkNanos(BACK_OFF.toNanos());
        }
        throw new AssertionError("No final answer within " + PATIENCE + ": " + transactionId);
    }

    private static String idOf(JsonNode resource) {
        return resource.get("id").asString();
    }
}
