package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.Caller;
import io.truebook.api.security.Role;
import java.net.http.HttpRequest;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Breaks as people meet them: proposed by one, approved by another, done by nobody in person. */
@Tag("database")
class BreakHttpTest {

    private static final Ledger LEDGER = Ledger.running();
    private static final String ANN = key("ann", Role.WRITER);
    private static final String BOB = key("bob", Role.WRITER);
    private static final String READER = key("rea", Role.READER);
    private static final SettledRows ROWS = new SettledRows(LEDGER);

    private final String run = Ledger.letters();
    private String id = "";

    private static String key(String principal, Role role) {
        return LEDGER.bean(ApiKeys.class).create(new Caller("default", principal, role));
    }

    /** Money of somebody nobody here knows. */
    @BeforeEach
    void a_stranger_has_paid() {
        ROWS.settled("txn_" + run, "100.00", "");
        id = ROWS.breakOf("txn_" + run).path("id").asString();
    }

    @Test
    void suggests_what_to_do_and_what_is_against_doing_it_unasked() {
        var shown = LEDGER.get("/v1/breaks/" + id).json();

        assertThat(shown.at("/status").asString()).isEqualTo("open");
        assertThat(shown.at("/proposed_repair/kind").asString()).isEqualTo("park");
        assertThat(shown.at("/proposed_repair/automatic").asBoolean()).isFalse();
        assertThat(shown.at("/proposed_repair/against_automatic")).isNotEmpty();
        assertThat(shown.at("/proposed_repair/proposed_by").isNull()).isTrue();
    }

    @Test
    void is_parked_by_two_people_and_the_next_run_agrees() {
        var proposed = post(ANN, "repair", "{\"reason\": \"Nobody knows it\"}");
        assertThat(proposed.status()).as(proposed.text()).isEqualTo(200);
        assertThat(proposed.at("status")).isEqualTo("proposed");
        assertThat(proposed.number("journal_position")).isPositive();
        assertThat(post(ANN, "approve", "{}").at("code")).isEqualTo("repair_by_same_person");

        var approved = post(BOB, "approve", "{}");

        assertThat(approved.at("status")).isEqualTo("approved");
        awaitStatus("resolved");
        var item = suspended(id);
        assertThat(item.path("amount").asLong()).isEqualTo(10_000);
        assertThat(item.path("history")).hasSize(1);
        ROWS.reconcile("after-" + run);
        var now = LEDGER.get("/v1/breaks/" + id).json();
        assertThat(now.at("/status").asString()).isEqualTo("resolved");
        assertThat(now.at("/parked/amount").asLong()).isEqualTo(10_000);
        assertThat(history())
                .isEqualTo(
                        "repair-proposed ann, repair-approved bob, amount-parked , repair-applied ");
    }

    @Test
    void is_resolved_still_when_taking_it_back_is_turned_down() {
        post(ANN, "repair", "{}");
        post(BOB, "approve", "{}");
        awaitStatus("resolved");
        post(ANN, "repair", "{\"kind\": \"reverse\"}");

        var rejected = post(BOB, "reject", "{\"reason\": \"Not ours\"}");

        assertThat(rejected.at("status")).isEqualTo("resolved");
        var shown = LEDGER.get("/v1/breaks/" + id).json();
        assertThat(shown.at("/status").asString()).isEqualTo("resolved");
        assertThat(shown.at("/parked/amount").asLong()).isEqualTo(10_000);
        assertThat(shown.at("/proposed_repair").isNull()).isTrue();
    }

    @Test
    void is_answered_again_byte_for_byte_under_the_same_id() {
        var first = send(ANN, "once-" + run, "/v1/breaks/" + id + "/repair", "{}");
        send(BOB, "no-" + run, "/v1/breaks/" + id + "/reject", "{\"reason\": \"Not yet\"}");

        var again = send(ANN, "once-" + run, "/v1/breaks/" + id + "/repair", "{}");

        assertThat(again.isReplay()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(LEDGER.get("/v1/breaks/" + id).at("status")).isEqualTo("open");
    }

    @Test
    void is_tried_without_a_trace() {
        long before = LEDGER.eventsAndTransactions();

        var dry = send(ANN, "dry-" + run, "/v1/breaks/" + id + "/repair?dry_run=true", "{}");
        var refused = send(ANN, "dry-" + run, "/v1/breaks/" + id + "/approve?dry_run=true", "{}");

        assertThat(dry.json().at("/status").asString()).isEqualTo("proposed");
        assertThat(dry.json().at("/repaired/0/event").asString()).isEqualTo("amount-parked");
        assertThat(dry.json().at("/repaired/0/entry/0/account").asString())
                .isEqualTo("provider:stripe:clearing");
        assertThat(dry.json().at("/repaired/0/entry/1/account").asString())
                .isEqualTo("suspense:stripe");
        assertThat(dry.json().at("/repaired/0/entry/1/amount").asLong()).isEqualTo(10_000);
        assertThat(refused.json().at("/refusal/code").asString()).isEqualTo("repair_not_proposed");
        assertThat(LEDGER.eventsAndTransactions()).isEqualTo(before);
        assertThat(LEDGER.get("/v1/breaks/" + id).at("status")).isEqualTo("open");
    }

    @Test
    void is_dismissed_with_a_reason_and_has_an_owner() {
        assertThat(post(ANN, "assign", "{\"owner\": \"bob\"}").at("owner")).isEqualTo("bob");
        assertThat(post(ANN, "dismiss", "{}").status()).isEqualTo(400);

        var dismissed = post(BOB, "dismiss", "{\"reason\": \"A test account\"}");

        assertThat(dismissed.at("status")).isEqualTo("dismissed");
        assertThat(post(ANN, "repair", "{}").at("code")).isEqualTo("break_not_open");
        assertThat(history()).isEqualTo("break-assigned ann, break-dismissed bob");
    }

    @Test
    void is_resolved_in_every_answer_once_a_run_no_longer_finds_it() {
        JdbcClient.create(LEDGER.bean(DataSource.class))
                .sql(
                        "update truebook.reconciliation_break set status = 'resolved' where break_id = ?")
                .param(id)
                .update();
        assertThat(LEDGER.get("/v1/breaks/" + id).at("status")).isEqualTo("resolved");

        var assigned = post(ANN, "assign", "{\"owner\": \"bob\"}");

        assertThat(assigned.at("status")).isEqualTo("resolved");
        assertThat(post(ANN, "dismiss", "{\"reason\": \"Gone\"}").text()).doesNotContain("GONE");
    }

    @Test
    void is_not_written_off_unless_it_is_old_or_dust() {
        var writeOff = "{\"kind\": \"write_off\", \"reason_code\": \"unclaimed\"}";
        ROWS.settled("txn_dust" + run, "0.99", "");
        var dust = ROWS.breakOf("txn_dust" + run).path("id").asString();
        ROWS.settledOn("2026-11-20", "txn_young" + run, "1.00");
        var young = ROWS.breakOf("txn_young" + run).path("id").asString();

        var refused = send(ANN, "off1-" + run, "/v1/breaks/" + young + "/repair", writeOff);
        send(ANN, "off2-" + run, "/v1/breaks/" + dust + "/repair", writeOff);
        send(BOB, "off3-" + run, "/v1/breaks/" + dust + "/approve", "{}");

        assertThat(refused.at("code")).isEqualTo("write_off_not_allowed");
        assertThat(refused.json().path("final").asBoolean()).isTrue();
        LedgerFixture.await(
                () -> LEDGER.get("/v1/breaks/" + dust).json().at("/written_off/amount").asLong(),
                amount -> amount == 99);
    }

    @Test
    void takes_a_writer_and_one_of_ones_own_tenant() {
        var stranger = LEDGER.bean(ApiKeys.class).create(new Caller("other", "eve", Role.WRITER));

        assertThat(post(READER, "repair", "{}").at("code")).isEqualTo("role_insufficient");
        assertThat(post(stranger, "repair", "{}").at("code")).isEqualTo("break_not_found");
    }

    @Nested
    class Many {

        @Test
        void are_proposed_and_approved_by_a_filter_with_an_answer_for_each() {
            var path = "?status=open&code=MISSING_IN_LEDGER&age=%3E30&limit=100";
            var proposed = send(ANN, "many-" + run, "/v1/breaks/repair" + path, "{}");
            var mine = decided(proposed, id);
            assertThat(mine.path("status").asString()).isEqualTo("proposed");
            assertThat(mine.path("refusal").isNull()).isTrue();

            var own = send(ANN, "own-" + run, "/v1/breaks/approve?status=proposed&limit=100", "{}");
            assertThat(decided(own, id).at("/refusal/code").asString())
                    .isEqualTo("repair_by_same_person");
            send(BOB, "yes-" + run, "/v1/breaks/approve?status=proposed&limit=100", "{}");

            awaitStatus("resolved");
            var replay = send(ANN, "many-" + run, "/v1/breaks/repair" + path, "{}");
            assertThat(replay.isReplay()).isTrue();
            assertThat(replay.body()).isEqualTo(proposed.body());
        }

        /**
         * Killed behind the last decision: the answer is not registered, and is asked for again.
         */
        @Test
        void are_the_same_when_their_answer_was_lost() {
            ROWS.settled("txn_other" + run, "100.00", "");
            var path = "/v1/breaks/repair?status=open&code=MISSING_IN_LEDGER&limit=1";
            var first = send(ANN, "lost-" + run, path, "{}").json().path("data");
            LEDGER.forget("lost-" + run);

            var again = send(ANN, "lost-" + run, path, "{}").json().path("data");

            assertThat(again).isEqualTo(first).hasSize(1);
        }

        @Test
        void are_tried_without_a_trace() {
            long before = LEDGER.eventsAndTransactions();

            var dry =
                    send(
                            ANN,
                            "dry-many-" + run,
                            "/v1/breaks/dismiss?status=open&limit=100&dry_run=true",
                            "{\"reason\": \"Old\"}");

            assertThat(decided(dry, id).path("status").asString()).isEqualTo("dismissed");
            assertThat(LEDGER.eventsAndTransactions()).isEqualTo(before);
        }
    }

    private static JsonNode decided(Answer answer, String id) {
        return answer.json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.text()));
    }

    private Answer post(String key, String action, String json) {
        return send(key, action + "-" + Ledger.letters(), "/v1/breaks/" + id + "/" + action, json);
    }

    private static Answer send(String key, String transactionId, String path, String json) {
        return Ledger.send(
                LEDGER.request(path)
                        .header("Authorization", "Bearer " + key)
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String history() {
        return String.join(
                ", ",
                LEDGER.get("/v1/breaks/" + id + "/history")
                        .json()
                        .path("data")
                        .valueStream()
                        .map(step ->
                                step.path("event").asString() + " " + step.path("by").asString(""))
                        .toList());
    }

    private void awaitStatus(String status) {
        LedgerFixture.await(() -> LEDGER.get("/v1/breaks/" + id).at("status"), status::equals);
    }

    private static JsonNode suspended(String item) {
        return LEDGER.get("/v1/suspense?limit=100")
                .json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(item))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing waits of " + item));
    }
}
