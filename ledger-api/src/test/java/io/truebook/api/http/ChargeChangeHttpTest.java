package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Captures and voids over HTTP, with what a provider says put in by hand. */
@Tag("database")
class ChargeChangeHttpTest {

    private static final String MANUAL =
            """
            {"amount": 1999, "currency": "eur", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "manual"}
            """;

    private final Ledger ledger = Ledger.running();
    private final String tx = "tx-" + UUID.randomUUID();

    private String authorized() {
        var id = ledger.post(tx, "/v1/charges", MANUAL, "Prefer", "wait=0").at("id");
        ledger.report(id, id, Said.authorized(id, 1999));
        return id;
    }

    @Nested
    class Capturing {

        @Test
        void part_of_a_hold_answers_the_charge() {
            var id = authorized();
            var path = "/v1/charges/" + id + "/capture";
            assertThat(
                            ledger.post(tx + "-c", path, "{\"amount\": 1500}", "Prefer", "wait=0")
                                    .status())
                    .isEqualTo(202);
            ledger.report(id, id + "-capture-1", Said.captured(id, 1500));

            var answer = ledger.post(tx + "-c", path, "{\"amount\": 1500}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("status")).isEqualTo("captured");
            assertThat(answer.number("amount_captured")).isEqualTo(1500);
        }

        @Test
        void above_the_hold_stays_refused_for_the_id() {
            var path = "/v1/charges/" + authorized() + "/capture";

            var first = ledger.post(tx + "-c", path, "{\"amount\": 2000}");
            var second = ledger.post(tx + "-c", path, "{\"amount\": 2000}");

            assertThat(first.status()).isEqualTo(422);
            assertThat(first.at("code")).isEqualTo("capture_exceeds_hold");
            assertThat(first.json().path("final").asBoolean()).isTrue();
            assertThat(first.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.isReplay()).isTrue();
        }

        @Test
        void again_under_its_own_id_is_a_repeat_and_no_conflict() {
            var path = "/v1/charges/" + authorized() + "/capture";

            var first = ledger.post(tx + "-c", path, "{}", "Prefer", "wait=0");
            var second = ledger.post(tx + "-c", path, "{}", "Prefer", "wait=0");

            assertThat(first.status()).isEqualTo(202);
            assertThat(first.isReplay()).isFalse();
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.isReplay()).isTrue();
        }

        @Test
        void twice_at_a_time_is_a_conflict_that_is_not_kept() {
            var id = authorized();
            var path = "/v1/charges/" + id + "/capture";
            ledger.post(tx + "-c", path, "{}", "Prefer", "wait=0");

            var refused = ledger.post(tx + "-d", path, "{\"amount\": 1}");
            ledger.report(id, id + "-capture-1", Said.captured(id, 1999));
            var later = ledger.post(tx + "-d", path, "{\"amount\": 1}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.at("code")).isEqualTo("operation_in_progress");
            assertThat(later.at("code")).isEqualTo("charge_already_captured");
        }
    }

    @Nested
    class Voiding {

        @Test
        void a_voided_charge_again_changes_nothing_and_is_answered() {
            var id = authorized();
            var path = "/v1/charges/" + id + "/void";
            ledger.post(tx + "-v", path, "", "Prefer", "wait=0");
            ledger.report(id, id + "-void-1", Said.voided(id));

            var first = ledger.post(tx + "-w", path, "{}");
            var second = ledger.post(tx + "-w", path, "");

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.at("status")).isEqualTo("voided");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.isReplay()).isTrue();
        }
    }
}
