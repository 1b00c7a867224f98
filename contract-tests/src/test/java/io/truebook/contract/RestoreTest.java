package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill of docs/restore.md: a day goes on after the backup, the disk is lost, the backup is
 * brought back, and the provider knows more than the ledger.
 */
@Tag("database")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoreTest {

    private static final String CHARGE =
            """
            {"amount": %d, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "%s"}\
            """;

    @TempDir static Path temporary;
    private static LoneSimulator simulator;
    private static RunningLedger ledger;
    private static LedgerClient client;
    private static Books books;
    private static String first;
    private static String held;
    private static String lost;
    private static long charges;

    private static Path data() {
        return temporary.resolve("data");
    }

    @BeforeAll
    static void a_day_with_a_backup_at_noon() {
        simulator = LoneSimulator.in(temporary.resolve("provider"));
        var settings = new ArrayList<>(List.of(simulator.settings()));
        settings.add("--truebook.checkpoints.interval=1s");
        ledger = RunningLedger.on(data(), settings.toArray(String[]::new));
        simulator.start(ledger.address());
        client = ledger.client();
        books = new Books(client);
        first = id(client.post("order-1", "/v1/charges", CHARGE.formatted(2000, "automatic")));
        held = id(client.post("order-2", "/v1/charges", CHARGE.formatted(10000, "manual")));

        ledger.close();
        copy(data(), temporary.resolve("backup"));
        ledger.startAgain();

        client.post("take-2", "/v1/charges/" + held + "/capture", "{\"amount\": 6000}");
        client.post("back-1", "/v1/refunds", refundOfTheFirst());
        lost = id(client.post("order-3", "/v1/charges", CHARGE.formatted(3000, "automatic")));
        assertThat(field("/v1/charges/" + first, "amount_refunded")).isEqualTo("500");
        assertThat(field("/v1/charges/" + lost, "status")).isEqualTo("captured");
        charges = simulator.charges();
        awaitCheckpointOverAll();

        ledger.killEverything();
        simulator.close();
        move(data(), temporary.resolve("lost"));
        copy(temporary.resolve("backup"), data());
        // They are kept outside the database, so they survive it.
        copy(temporary.resolve("lost/checkpoints"), data().resolve("checkpoints"));
        ledger.startAgain();
    }

    @AfterAll
    static void stop() {
        ledger.close();
        simulator.close();
    }

    private static String refundOfTheFirst() {
        return "{\"charge\": \"%s\", \"amount\": 500}".formatted(first);
    }

    /** Checkpoints are written now and then; one of them has to know of the day. */
    private static void awaitCheckpointOverAll() {
        Awaitility.await("a checkpoint")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .until(() ->
                        newestCheckpoint() >= number("/v1/charges/" + lost, "journal_position"));
    }

    private static long newestCheckpoint() {
        try (var files = Files.list(data().resolve("checkpoints"))) {
            // A note: name, size, root, an empty line and a signature.
            var text =
                    Files.readString(
                            files.filter(Files::isRegularFile).sorted().toList().getLast());
            var notes = text.strip().split("\n\n");
            return Long.parseLong(notes[notes.length - 2].strip().split("\n")[1]);
        } catch (IOException | RuntimeException notYet) {
            return 0;
        }
    }

    @Test
    @Order(1)
    void nothing_new_is_taken_until_the_provider_was_asked() {
        for (var again : new String[] {"order-3", "order-4"}) {
            var refused = client.post(again, "/v1/charges", CHARGE.formatted(3000, "automatic"));

            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.json().get("code").asString()).isEqualTo("catching_up");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        var refund = client.post("back-1", "/v1/refunds", refundOfTheFirst());
        assertThat(refund.json().get("code").asString()).isEqualTo("catching_up");
        assertThat(field("/v1/charges/" + first, "status")).isEqualTo("captured");
        var known = client.post("order-1", "/v1/charges", CHARGE.formatted(2000, "automatic"));
        assertThat(known.isReplay()).isTrue();
    }

    @Test
    @Order(2)
    void killed_in_the_middle_it_goes_on() {
        ledger.killApplication();
        ledger.startAgain();

        var refused = client.post("order-3", "/v1/charges", CHARGE.formatted(3000, "automatic"));

        assertThat(refused.json().get("code").asString()).isEqualTo("catching_up");
    }

    @Test
    @Order(3)
    void it_ends_by_itself() {
        simulator.start(ledger.address());

        Awaitility.await("caught up")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> !client.get("/v1/catch-up").json().get("catching_up").asBoolean());
        var run = client.get("/v1/catch-up").json().get("runs").get(0);
        assertThat(run.get("cause").asString()).isEqualTo("checkpoint");
        assertThat(run.get("lost").asLong()).isEqualTo(2);
        assertThat(run.get("finished_at").isNull()).isFalse();
    }

    @Test
    @Order(4)
    void what_became_of_known_payments_is_booked() {
        assertThat(field("/v1/charges/" + held, "amount_captured")).isEqualTo("6000");
        assertThat(field("/v1/charges/" + first, "amount_refunded")).isEqualTo("500");
        books.awaitBalance("merchant:m-1:payable", 2000 - 500 + 6000);
    }

    @Test
    @Order(5)
    void the_transaction_ids_of_the_lost_time_are_refused_for_ever() {
        ledger.killApplication();
        ledger.startAgain();

        var charge = client.post("order-3", "/v1/charges", CHARGE.formatted(3000, "automatic"));
        var refund = client.post("back-1", "/v1/refunds", refundOfTheFirst());
        var taken = client.post("take-2", "/v1/charges/" + held + "/capture", "{\"amount\": 6000}");

        assertThat(charge.status()).as(charge.text()).isEqualTo(422);
        assertThat(charge.json().get("code").asString()).isEqualTo("transaction_before_restore");
        assertThat(charge.text()).contains("pi_");
        assertThat(refund.json().get("code").asString()).isEqualTo("transaction_before_restore");
        assertThat(taken.json().get("code").asString()).isEqualTo("charge_already_captured");
        assertThat(simulator.charges()).as("no second charge").isEqualTo(charges);
    }

    @Test
    @Order(6)
    void money_of_nobody_is_listed() {
        var orphans = client.get("/v1/orphans").json().get("data");

        assertThat(orphans).hasSize(1);
        assertThat(orphans.get(0).get("operation").asString()).isEqualTo(lost);
        assertThat(orphans.get(0).get("amount").asLong()).isEqualTo(3000);
        assertThat(orphans.get(0).get("provider_reference").asString()).startsWith("pi_");
    }

    @Test
    @Order(7)
    void the_day_goes_on() {
        var charge = client.post("order-4", "/v1/charges", CHARGE.formatted(4000, "automatic"));

        assertThat(charge.status()).as(charge.text()).isEqualTo(201);
        assertThat(simulator.charges()).isEqualTo(charges + 1);
        books.awaitBalance("merchant:m-1:payable", 2000 - 500 + 6000 + 4000);
    }

    @Test
    @Order(8)
    void a_person_vouches_for_it_and_the_signed_past_is_put_aside() {
        assertThat(client.get("/actuator/health").text()).contains("\"status\":\"DOWN\"");

        assertThat(ledger.run("catch-up", "--provider", "stripe")).isZero();

        Awaitility.await("checkpoints of a new line")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .until(() ->
                        restoredFolders() == 1
                                && client.get("/actuator/health").status() == 200
                                && newestCheckpoint() > 0);
        assertThat(ledger.run("verify")).isZero();
        assertThat(client.get("/v1/integrity").json().get("status").asString()).isEqualTo("sound");
    }

    private static long restoredFolders() {
        try (var files = Files.list(data().resolve("checkpoints"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("restored-"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String id(LedgerClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private static String field(String path, String name) {
        return client.get(path).json().get(name).asString();
    }

    private static long number(String path, String name) {
        return client.get(path).json().get(name).asLong();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                } else {
                    Files.copy(
                            file,
                            target,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
