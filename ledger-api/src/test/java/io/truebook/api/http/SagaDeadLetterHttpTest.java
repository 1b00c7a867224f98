package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A saga that cannot be kept or read, in the real processor on a real database: its payment's event
 * is parked, all others go on, and it is taken up again when it can be.
 */
@Tag("database")
class SagaDeadLetterHttpTest {

    private static final long POISONED = 66_601;

    private final Ledger ledger = Ledger.running();
    private final JdbcClient owner = JdbcClient.create(ledger.database.ownerDataSource());

    @AfterEach
    void heal() {
        owner.sql("drop trigger if exists refuse_saga on reconciliation_saga").update();
        owner.sql("drop function if exists refuse_saga()").update();
    }

    @Test
    void one_that_cannot_be_kept_parks_its_payment_and_nothing_else() {
        refuse("insert");
        var parked = charge(POISONED);
        var other = charge(1999);

        await("the other to be followed", () -> rowsOf(other) == 1);
        await("the letter", () -> lettersOf(parked).size() == 1);
        var letter = lettersOf(parked).getFirst();
        assertThat(letter.path("event_type").asString()).isEqualTo("charge-requested");
        assertThat(letter.path("cause").path("code").asString()).isEqualTo("sql_P0001");
        assertThat(letter.toString()).doesNotContain("Jane Doe");
        assertThat(lettersOf(other)).isEmpty();
        assertThat(rowsOf(parked)).isZero();
        ledger.report(parked, parked, Said.captured(parked, POISONED));
        await("the next event to wait", () -> lettersOf(parked).size() == 2);

        heal();
        retry(letter);

        await("both to be taken, in order", () -> lettersOf(parked).isEmpty());
        assertThat(stageOf(parked)).containsExactly("answered");
    }

    @Test
    void one_that_cannot_be_read_parks_its_payment_and_nothing_else() {
        var parked = charge(2999);
        var other = charge(1999);
        await("both to be followed", () -> rowsOf(parked) + rowsOf(other) == 2);
        revise(parked, 99);

        ledger.report(parked, parked, Said.captured(parked, 2999));
        ledger.report(other, other, Said.captured(other, 1999));

        await("the other to go on", () -> stageOf(other).equals(List.of("answered")));
        await("the letter", () -> lettersOf(parked).size() == 1);
        assertThat(lettersOf(other)).isEmpty();

        revise(parked, 1);
        retry(lettersOf(parked).getFirst());

        await("it to go on", () -> stageOf(parked).equals(List.of("answered")));
    }

    /** As a bug would, or a rule of the database that our rows break. */
    private void refuse(String operation) {
        owner.sql(
                        """
                        create function refuse_saga() returns trigger language plpgsql as
                            $$ begin raise exception 'poison of Jane Doe'; end $$;
                        create trigger refuse_saga before %s on reconciliation_saga for each row
                            when (new.amount_minor = %d) execute function refuse_saga()
                        """
                                .formatted(operation, POISONED))
                .update();
    }

    private void revise(String charge, int revision) {
        owner.sql("update reconciliation_saga set revision = ? where operation_id = ?")
                .params(revision, charge)
                .update();
    }

    private long rowsOf(String charge) {
        return stageOf(charge).size();
    }

    private List<String> stageOf(String charge) {
        return owner.sql("select stage from reconciliation_saga where operation_id = ?")
                .param(charge)
                .query(String.class)
                .list();
    }

    private String charge(long amount) {
        var answer =
                ledger.post(
                        UUID.randomUUID().toString(),
                        "/v1/charges",
                        """
                        {"amount": %d, "currency": "EUR", "merchant": "followed",
                         "provider": "stripe", "payment_method": "pm_card_visa",
                         "capture": "automatic", "description": "for Jane Doe"}\
                        """
                                .formatted(amount),
                        "Prefer",
                        "respond-async");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.at("id");
    }

    private void retry(JsonNode letter) {
        var path = "/v1/dead-letters/" + letter.path("id").asString() + "/retry";
        var answer = ledger.post(UUID.randomUUID().toString(), path, "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The newest first. */
    private List<JsonNode> lettersOf(String payment) {
        return ledger.get("/v1/dead-letters?limit=100&source=reconciliation-saga")
                .json()
                .path("data")
                .valueStream()
                .filter(letter -> letter.path("payment").asString().equals(payment))
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
