package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.Role;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is understood and refused by a rule, with its code; kept where that is said. */
@Tag("database")
class RuleRefusalHttpTest {

    private static final String CHARGE =
            """
            {"amount": %s, "currency": "%s", "merchant": "m-1", "provider": "%s",
             "payment_method": "pm_card_visa", "capture": "manual"}
            """;

    private final Ledger ledger = Ledger.running();
    private final String tx = "rule-" + UUID.randomUUID();

    private String open() {
        var json = CHARGE.formatted("1999", "EUR", "stripe");
        return ledger.post(tx, "/v1/charges", json, "Prefer", "wait=0").at("id");
    }

    @ParameterizedTest
    @CsvSource({
        "1999, EUR, nobody, 404, provider_not_found, false",
        "1999, XPF, stripe, 422, currency_not_supported, true",
        "1999, KWD, stripe, 422, amount_scale_not_supported, true",
        "1990, KWD, stripe, 202, '', false",
        "999999999999, EUR, stripe, 202, '', false"
    })
    void a_charge_is_within_what_its_provider_takes(
            String amount,
            String currency,
            String provider,
            int status,
            String code,
            boolean kept) {
        var json = CHARGE.formatted(amount, currency, provider);

        var first = ledger.post(tx, "/v1/charges", json, "Prefer", "wait=0");
        var second = ledger.post(tx, "/v1/charges", json, "Prefer", "wait=0");

        assertThat(first.status()).as(first.text()).isEqualTo(status);
        assertThat(first.at("code")).isEqualTo(code);
        assertThat(first.json().path("final").asBoolean()).isEqualTo(kept);
        assertThat(second.isReplay()).isEqualTo(kept || status == 202);
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void an_open_charge_holds_nothing_to_capture() {
        var id = open();
        ledger.report(id, id, Said.declined(id));

        var closed = ledger.post(tx + "-c", "/v1/charges/" + id + "/capture", "{}");
        var voided = ledger.post(tx + "-v", "/v1/charges/" + id + "/void", "{}");

        assertThat(closed.status()).isEqualTo(422);
        assertThat(closed.at("code")).isEqualTo("charge_already_closed");
        assertThat(voided.at("code")).isEqualTo("charge_already_closed");
    }

    @Test
    void a_capture_waits_for_the_charge_itself() {
        var path = "/v1/charges/" + open() + "/capture";

        assertThat(ledger.post(tx + "-c", path, "{}").at("code"))
                .isEqualTo("operation_in_progress");
    }

    @Test
    void a_connection_belongs_to_one_tenant() {
        var key = ledger.newKey("other", Role.WRITER);
        var request =
                ledger.request("/v1/charges")
                        .header("Authorization", "Bearer " + key)
                        .header("Idempotency-Key", tx)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        CHARGE.formatted("1999", "EUR", "stripe")));

        assertThat(Ledger.send(request).at("code")).isEqualTo("provider_not_found");
    }

    @Test
    void a_reader_is_told_that_its_role_is_insufficient() {
        var key = ledger.newKey("default", Role.READER);
        var request =
                ledger.request("/v1/charges")
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.noBody());

        assertThat(Ledger.send(request).at("code")).isEqualTo("role_insufficient");
    }

    @Test
    void the_wrong_media_type_is_unsupported() {
        var request =
                ledger.signed("/v1/charges")
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofString("a,b"));

        assertThat(Ledger.send(request).at("code")).isEqualTo("media_type_unsupported");
    }
}
