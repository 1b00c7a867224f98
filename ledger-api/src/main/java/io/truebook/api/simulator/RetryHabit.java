package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.time.Duration;
import java.util.List;

/**
 * How long a provider waits after a failed delivery, in units of the endpoint's first wait.
 *
 * <p>Stripe doubles it, up to an hour. Adyen tries three times at its first interval (9 s for
 * real), and then from a queue after 2, 5, 10, 15, 30 minutes, 1, 2, 4 and 8 hours: the same
 * proportions here. Source: Stripe "Webhooks", Adyen "Webhook delivery and retries" (read 2026-11).
 */
final class RetryHabit {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int DOUBLINGS_AT_MOST = 12;
    private static final double ADYENS_FIRST_SECONDS = 9;
    private static final List<Integer> ADYENS_SECONDS =
            List.of(9, 9, 9, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800);

    private RetryHabit() {}

    /** The wait after this many failures, the first being 0, in milliseconds. */
    static long waitMillis(WebhookEndpoint endpoint, int failuresBefore) {
        long first = endpoint.firstRetry().toMillis();
        return switch (endpoint.dialect()) {
            case STRIPE ->
                    Math.min(
                            first << Math.min(failuresBefore, DOUBLINGS_AT_MOST),
                            LONGEST_WAIT.toMillis());
            case ADYEN -> {
                int seconds =
                        ADYENS_SECONDS.get(Math.min(failuresBefore, ADYENS_SECONDS.size() - 1));
                yield Math.round(first * (seconds / ADYENS_FIRST_SECONDS));
            }
        };
    }
}
