package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.RunningLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Whoever reconciles and decides about breaks; it takes two of them to repair one. */
final class Accountant {

    private static final AtomicInteger DECISIONS = new AtomicInteger();

    private final String name;
    private final LedgerClient client;

    private Accountant(String name, LedgerClient client) {
        this.name = name;
        this.client = client;
    }

    /** Somebody with a key of their own. */
    static Accountant called(String name, RunningLedger ledger) {
        var made =
                ledger.run(
                        "keys",
                        "create",
                        "--tenant",
                        "default",
                        "--principal",
                        name,
                        "--role",
                        "writer");
        assertThat(made).isZero();
        return new Accountant(name, new LedgerClient(ledger.address(), lastLine(ledger)));
    }

    private static String lastLine(RunningLedger ledger) {
        try {
            var lines = Files.readAllLines(ledger.data().resolve("command.log"));
            return lines.stream().filter(line -> line.startsWith("tbk_")).toList().getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares today's books with what Stripe settled today. */
    void reconcile() {
        var today = LocalDate.now(ZoneOffset.UTC);
        reconcile(today.minusDays(1), today.plusDays(1));
    }

    void reconcile(LocalDate from, LocalDate to) {
        made(asked(from, to));
    }

    /** Asks for a run, and does not wait for it. */
    String asked(LocalDate from, LocalDate to) {
        var started =
                client.post(
                        next("reconcile"),
                        "/v1/reconciliations",
                        "{\"provider\": \"stripe\", \"from\": \"%s\", \"to\": \"%s\"}"
                                .formatted(from, to));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        return started.json().get("id").asString();
    }

    /** The run that was made of what was asked for. */
    String made(String asked) {
        var path = "/v1/reconciliations/" + asked;
        Shop.await(
                "the reconciliation",
                () ->
                        assertThat(client.get(path).json().get("status").asString())
                                .isEqualTo("completed"));
        return client.get(path).json().get("id").asString();
    }

    JsonNode reportOf(String run) {
        return client.get("/v1/reconciliations/" + run + "/report").json();
    }

    String report(String run) {
        return client.get("/v1/reconciliations/" + run + "/report").text();
    }

    void upload(String csv) {
        var answer =
                client.send(
                        client.request("/v1/settlement-files?provider=stripe")
                                .header("Idempotency-Key", next("file"))
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString(csv)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** What was found about one of our operations, or an object of the provider. */
    JsonNode breakOf(String code, String object) {
        var found = breaksOf(code, object);
        assertThat(found).as(code + " of " + object).hasSize(1);
        return found.getFirst();
    }

    List<JsonNode> breaksOf(String code, String object) {
        return client.get("/v1/breaks?limit=100&code=" + code)
                .json()
                .get("data")
                .valueStream()
                .filter(one ->
                        List.of(
                                        one.path("charge").asString(""),
                                        one.path("provider_reference").asString(""),
                                        one.at("/evidence/about").asString(""))
                                .contains(object))
                .toList();
    }

    JsonNode look(String breakId) {
        return client.get("/v1/breaks/" + breakId).json();
    }

    Answer propose(String breakId, String json) {
        return decide(breakId, "repair", json);
    }

    Answer approve(String breakId) {
        return decide(breakId, "approve", "{}");
    }

    private Answer decide(String breakId, String action, String json) {
        var answer = client.post(next(action), "/v1/breaks/" + breakId + "/" + action, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    void awaitStatus(String breakId, String status) {
        Shop.await(
                breakId + " to be " + status,
                () ->
                        assertThat(look(breakId).get("status").asString())
                                .as("%s", look(breakId))
                                .isEqualTo(status));
    }

    /** What was decided and done, by whom; oldest first. */
    List<String> history(String breakId) {
        return client.get("/v1/breaks/" + breakId + "/history")
                .json()
                .get("data")
                .valueStream()
                .map(step -> step.get("event").asString() + " " + step.path("by").asString(""))
                .map(String::strip)
                .toList();
    }

    /** What of a break waits in suspense; above zero where somebody's money waits. */
    long suspended(String breakId) {
        return client.get("/v1/suspense?limit=100")
                .json()
                .get("data")
                .valueStream()
                .filter(item -> item.get("id").asString().equals(breakId))
                .mapToLong(item -> item.get("amount").asLong())
                .sum();
    }

    private String next(String what) {
        return name + "-" + what + "-" + DECISIONS.incrementAndGet();
    }
}
