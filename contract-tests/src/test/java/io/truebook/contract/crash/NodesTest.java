package io.truebook.contract.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three applications on one database are one ledger: an id raced on all of them has one effect, and
 * what a dead node was about to do is done by the others. First three, then two, then one.
 */
@Tag("database")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesTest {

    private static final int NODES = 3;
    private static final int RACES = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Stage stage;
    private static CrashRun run;

    @BeforeAll
    static void start() {
        stage = Stage.open(directory, NODES);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    @Order(1)
    void row_16_a_command_raced_on_every_node_is_one_call() throws Exception {
        var calls = stage.simulator().countRequests("POST", "/v1/payment_intents");

        for (int i = 0; i < RACES; i++) {
            var id = "race-" + i;
            var answers = raced(id, List.of(body(500), body(500), body(500)));

            assertThat(answers).as(id).allMatch(answer -> answer.status() == 201);
            assertThat(answers).extracting(Answer::text).as(id).containsOnly(answers.get(0).text());
            assertThat(answers).filteredOn(answer -> !answer.isReplay()).hasSizeLessThan(2);
            assertThat(timesCharged(answers.get(0))).as(id).isEqualTo(1);
        }

        assertThat(stage.simulator().counted(calls)).isEqualTo(RACES);
        for (var node : stage.addresses()) {
            assertThat(payable(node)).isEqualTo(RACES * 500L);
        }
    }

    @Test
    @Order(2)
    void of_two_requests_raced_under_one_id_one_is_refused() throws Exception {
        for (int i = 0; i < RACES; i++) {
            var id = "rivals-" + i;
            var answers = raced(id, List.of(body(500), body(501), body(502)));

            assertThat(answers).filteredOn(answer -> answer.status() == 201).as(id).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 422)
                    .as(id)
                    .hasSize(2)
                    .allMatch(answer -> answer.text().contains("transaction_id_reused"));
        }
    }

    @Test
    @Order(3)
    void the_operations_of_a_dead_node_are_taken_over() {
        run = new CrashRun(stage, 2);

        run.lose(Moment.PROVIDER_UNHEARD);
    }

    @Test
    @Order(4)
    void the_lists_a_dead_node_wrote_are_taken_over() {
        run.lose(Moment.TOKEN_UPDATE);
    }

    @Test
    @Order(5)
    void the_last_node_brings_everything_to_its_end() {
        run.finish();
    }

    /** Each body to another node, all at the same time, until each has its final answer. */
    private static List<Answer> raced(String id, List<String> bodies) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var addresses = stage.addresses();
            List<Callable<Answer>> requests =
                    IntStream.range(0, bodies.size())
                            .<Callable<Answer>>mapToObj(
                                    i -> () -> post(addresses.get(i), id, bodies.get(i)))
                            .toList();
            return threads.invokeAll(requests).stream().map(NodesTest::get).toList();
        }
    }

    private static Answer post(URI address, String id, String body) {
        var client = new LedgerClient(address, stage.key());
        var answer = client.post(id, "/v1/charges", body);
        // Refused for now, or open: a careful client asks again.
        while (List.of(202, 409, 503).contains(answer.status())) {
            answer = client.post(id, "/v1/charges", body);
        }
        return answer;
    }

    private static Answer get(Future<Answer> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the racer is owed, as one node says. */
    private static long payable(URI node) {
        var answer =
                new LedgerClient(node, stage.key())
                        .get("/v1/accounts/merchant:racer:payable/balances");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/balances/0/balance").asLong();
    }

    private static long timesCharged(Answer charge) {
        var id = charge.json().get("id").asString();
        return stage.simulator().books(id).get("charges_captured").asLong();
    }

    private static String body(long amount) {
        return """
        {"amount": %d, "currency": "EUR", "merchant": "racer", "provider": "stripe",
         "payment_method": "pm_card_visa", "capture": "automatic"}\
        """
                .formatted(amount);
    }
}
