package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import io.truebook.api.operations.Invocation;
import io.truebook.api.operations.VerifyProofCommand;
import io.truebook.api.security.Role;
import io.truebook.projection.seal.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.StandardEnvironment;

/** What a third party fetches with a reader's key, and checks without the ledger. */
@Tag("database")
class ProofHttpTest {

    private static final Ledger LEDGER = Ledger.running();
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static String early = "";

    @TempDir Path files;
    private final String reader = LEDGER.newKey("default", Role.READER);

    @BeforeAll
    static void two_checkpoints_over_a_growing_journal() throws IOException {
        var checkpoints = LEDGER.bean(Checkpoints.class);
        charge();
        checkpoints.publish(NOW);
        early = LEDGER.get("/v1/checkpoints/latest").text();
        charge();
        charge();
        checkpoints.publish(NOW);
    }

    @Test
    void an_event_is_proved_to_be_in_the_signed_journal() throws IOException {
        write("event", get("/v1/proofs/events/1"));
        write("proof", get("/v1/proofs/inclusion?position=1"));

        assertThat(verify("--event", file("event"), "--proof", file("proof"))).isZero();
        assertThat(said).contains("HOLDS. Event 1, ", " is in the log: ");
    }

    @Test
    void an_event_is_proved_to_be_in_an_earlier_checkpoint() throws IOException {
        var size = early.lines().skip(1).findFirst().orElseThrow();
        write("event", get("/v1/proofs/events/" + size));
        write("proof", get("/v1/proofs/inclusion?position=" + size + "&size=" + size));

        assertThat(verify("--event", file("event"), "--proof", file("proof"))).isZero();
    }

    @Test
    void another_event_is_not_proved_by_it() throws IOException {
        write("event", get("/v1/proofs/events/2"));
        write("proof", get("/v1/proofs/inclusion?position=1"));

        assertThat(verify("--event", file("event"), "--proof", file("proof"))).isEqualTo(1);
        assertThat(said).contains("DOES NOT HOLD");
    }

    @Test
    void a_later_checkpoint_is_proved_to_continue_an_earlier_one() throws IOException {
        var size = early.lines().skip(1).findFirst().orElseThrow();
        Files.writeString(files.resolve("old"), early);
        write("proof", get("/v1/proofs/consistency?from=" + size));
        write("latest", get("/v1/checkpoints/latest"));

        assertThat(verify("--old", file("old"), "--proof", file("proof"))).isZero();
        assertThat(verify("--checkpoint", file("latest"))).isZero();
    }

    @Test
    void a_checkpoint_of_another_log_is_not_believed() throws IOException {
        write("latest", get("/v1/checkpoints/latest"));
        Files.writeString(
                files.resolve("latest"),
                Files.readString(files.resolve("latest")).replace("\n\n", "0\n\n"));

        assertThat(verify("--checkpoint", file("latest"))).isEqualTo(1);
    }

    @Test
    void what_cannot_be_read_is_told_apart_from_what_does_not_hold() throws IOException {
        Files.writeString(files.resolve("junk"), "junk");

        assertThat(verify("--event", file("junk"), "--proof", file("junk"))).isEqualTo(2);
        assertThat(verify("--proof", file("junk"))).isEqualTo(2);
        assertThat(verify()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/proofs/inclusion, 400, field_invalid",
        "/v1/proofs/inclusion?position=0, 400, field_invalid",
        "/v1/proofs/inclusion?position=x, 400, field_invalid",
        "/v1/proofs/inclusion?position=1&size=-1, 400, field_invalid",
        "/v1/proofs/inclusion?position=1&sizes=1, 400, field_invalid",
        "/v1/proofs/inclusion?position=999999999, 404, event_not_found",
        "/v1/proofs/inclusion?position=1&size=999999999, 404, checkpoint_not_found",
        "/v1/proofs/consistency, 400, field_invalid",
        "/v1/proofs/consistency?from=0, 400, field_invalid",
        "/v1/proofs/consistency?from=999999999, 422, proof_range_invalid",
        "/v1/proofs/consistency?from=1&to=999999999, 404, checkpoint_not_found",
        "/v1/proofs/events/0, 404, event_not_found",
        "/v1/proofs/events/x, 404, event_not_found",
        "/v1/proofs/events/999999999, 404, event_not_found",
        "/v1/proofs/events/99999999999999999999, 404, event_not_found",
        "/v1/checkpoints/latest?size=1, 400, field_invalid"
    })
    void what_makes_no_sense_is_refused_with_a_code(String path, int status, String code) {
        var answer = get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.at("code")).isEqualTo(code);
    }

    @Test
    void events_of_another_tenant_are_not_there() {
        var stranger = LEDGER.newKey("another", Role.READER);
        for (var path : List.of("/v1/proofs/events/1", "/v1/proofs/inclusion?position=1")) {
            var answer = get(path, stranger);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.at("code")).isEqualTo("event_not_found");
        }
        assertThat(get("/v1/checkpoints/latest", stranger).status()).isEqualTo(200);
    }

    private static void charge() {
        LEDGER.post(
                "proof-" + System.nanoTime(),
                "/v1/charges",
                """
                {"amount": 1, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """,
                "Prefer",
                "wait=0");
    }

    private Answer get(String path) {
        return get(path, reader);
    }

    private static Answer get(String path, String key) {
        return Ledger.send(LEDGER.request(path).setHeader("Authorization", "Bearer " + key).GET());
    }

    private void write(String name, Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Files.write(files.resolve(name), answer.body());
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }

    private String said = "";

    private int verify(String... options) throws IOException {
        var arguments =
                new ArrayList<>(List.of("--key", get("/v1/checkpoints/key").text().strip()));
        arguments.addAll(List.of(options));
        var out = new ByteArrayOutputStream();
        var terminal = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit =
                new VerifyProofCommand()
                        .run(
                                new Invocation(
                                        arguments, new StandardEnvironment(), terminal, terminal));
        said = out.toString(StandardCharsets.UTF_8);
        return exit;
    }
}
