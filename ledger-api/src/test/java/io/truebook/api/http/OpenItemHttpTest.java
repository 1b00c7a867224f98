package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.DisputeVerdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What transit accounts hold, over HTTP. */
@Tag("database")
class OpenItemHttpTest {

    private static final String DISPUTES = "/v1/open-items?account=provider:stripe:disputes";

    private final Ledger ledger = Ledger.running();
    private final String dispute = "dp-" + UUID.randomUUID();
    private final String charge = captured();

    private String captured() {
        var json =
                """
                {"amount": 1000, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """;
        var id = ledger.post("tx-" + dispute, "/v1/charges", json, "Prefer", "wait=0").at("id");
        ledger.report(id, id, Said.captured(id, 1000));
        return id;
    }

    @Test
    void a_dispute_is_open_with_its_age_until_it_is_decided() {
        ledger.report(charge, charge, Said.disputed(dispute, charge, 600, false));
        assertThat(all(DISPUTES)).noneMatch(item -> is(item, dispute));

        ledger.report(charge, charge, Said.withdrawn(dispute, charge, 600));
        assertThat(all(DISPUTES))
                .filteredOn(item -> is(item, dispute))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("object").asString()).isEqualTo("open_item");
                    assertThat(item.path("amount").asLong()).isEqualTo(600);
                    assertThat(item.path("currency").asString()).isEqualTo("EUR");
                    assertThat(item.path("account").asString())
                            .isEqualTo("provider:stripe:disputes");
                    assertThat(item.path("age_bucket").asString()).isNotEmpty();
                });

        ledger.report(charge, charge, Said.closed(dispute, charge, DisputeVerdict.LOST));
        assertThat(all(DISPUTES)).noneMatch(item -> is(item, dispute));
    }

    @Test
    void a_refund_waits_for_the_provider() {
        var refund =
                ledger.post(
                                "re-" + dispute,
                                "/v1/refunds",
                                "{\"charge\": \"%s\", \"amount\": 250}".formatted(charge),
                                "Prefer",
                                "wait=0")
                        .at("id");

        assertThat(all("/v1/open-items?account=provider:*:refunds_pending"))
                .filteredOn(item -> is(item, refund))
                .singleElement()
                .satisfies(item -> assertThat(item.path("amount").asLong()).isEqualTo(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "_", "%00", "Zm9v", "YQpiCmMKZA", "after=a", "YQAKYgpj"})
    void a_cursor_that_was_made_up_is_refused(String cursor) {
        var answer = ledger.get("/v1/open-items?after=" + cursor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("after");
    }

    @Test
    void a_cursor_behind_everything_gives_an_empty_page() {
        var end = "~\n~\n~".getBytes(StandardCharsets.UTF_8);
        var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(end);

        assertThat(ledger.get("/v1/open-items?after=" + cursor).json().path("data")).isEmpty();
    }

    private List<JsonNode> all(String path) {
        var all = new ArrayList<JsonNode>();
        for (var after = ""; ; ) {
            var page = ledger.get(path + "&limit=7" + after).json();
            page.path("data").forEach(all::add);
            if (page.path("next_cursor").isNull()) {
                return all;
            }
            after = "&after=" + page.path("next_cursor").asString();
        }
    }

    private static boolean is(JsonNode item, String id) {
        return item.path("id").asString().equals(id);
    }
}
