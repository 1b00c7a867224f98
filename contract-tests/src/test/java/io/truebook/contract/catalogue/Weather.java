package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.sometimes;

import java.time.Duration;
import java.util.List;

/**
 * Every fault at once, each by chance: about every seventh call goes wrong, and every second event.
 *
 * <p>Only events are lost whose fact is also an answer to a question the ledger asks by itself; a
 * refund that fails after its success has no other herald until the settlement. Adyen answers no
 * question, so none of its events is lost.
 */
final class Weather {

    private static final Duration LONGER_THAN_A_CALL = Duration.ofMillis(1200);
    private static final Duration SOON = Duration.ofMillis(1500);

    static final List<Trouble> STORM =
            List.of(
                    sometimes("latency", 0.05).lasting(Duration.ofMillis(150)),
                    sometimes("latency_after_effect", 0.03).lasting(Duration.ofMillis(300)),
                    sometimes("timeout_before_effect", 0.015).lasting(LONGER_THAN_A_CALL),
                    sometimes("timeout_after_effect", 0.02).lasting(LONGER_THAN_A_CALL),
                    sometimes("drop_before_effect", 0.015),
                    sometimes("drop_after_effect", 0.02),
                    sometimes("error_before_effect", 0.015),
                    sometimes("error_before_effect", 0.01).status(429),
                    sometimes("error_before_effect", 0.01).on("POST", "/v1/*").status(409),
                    sometimes("error_after_effect", 0.02),
                    sometimes("garbage", 0.01),
                    sometimes("garbage", 0.005).body("truncated"),
                    sometimes("garbage", 0.005).body("torn"),
                    sometimes("garbage", 0.005).body("empty"),
                    sometimes("garbage", 0.01).status(502),
                    sometimes("late_effect", 0.01).on("POST", "/v1/*").lasting(SOON),
                    sometimes("webhook_lost", 0.1).event("charge.*"),
                    sometimes("webhook_lost", 0.1).event("payment_intent.*"),
                    sometimes("webhook_duplicate", 0.15),
                    sometimes("webhook_twin", 0.05),
                    sometimes("webhook_reordered", 0.05).lasting(Duration.ofMillis(700)),
                    sometimes("webhook_delayed", 0.2).lasting(SOON),
                    sometimes("webhook_delayed", 0.1).lasting(Duration.ofMillis(300)),
                    sometimes("webhook_forged", 0.05),
                    sometimes("error_before_effect", 0.02).on("POST", "/v71/*").status(422),
                    sometimes("error_before_effect", 0.02).on("POST", "/v71/*").status(503));

    private Weather() {}
}
