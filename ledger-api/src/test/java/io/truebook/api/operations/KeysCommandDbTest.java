package io.truebook.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.Caller;
import io.truebook.api.security.Role;
import io.truebook.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** Keys are made, listed and revoked from a shell. */
@Tag("database")
class KeysCommandDbTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final ApiKeys keys = new ApiKeys(database.dataSource(), Clock.systemUTC());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void drop() {
        database.close();
    }

    private int run(String arguments) throws IOException {
        var environment =
                new MockEnvironment()
                        .withProperty("spring.datasource.url", database.url())
                        .withProperty("spring.datasource.username", TestDatabase.ROLE)
                        .withProperty("spring.datasource.password", TestDatabase.PASSWORD);
        out.reset();
        return new KeysCommand()
                .run(
                        new Invocation(
                                List.of(arguments.split(" ")),
                                environment,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void a_key_is_printed_once_and_stands_for_its_caller() throws IOException {
        assertThat(run("create --tenant shop --principal jo@shop --role writer")).isZero();
        var key = printed();

        assertThat(keys.find(key)).hasValue(new Caller("shop", "jo@shop", Role.WRITER));
        assertThat(run("list")).isZero();
        assertThat(printed()).contains("writer", "shop", "jo@shop").doesNotContain(key);
    }

    @Test
    void a_revoked_key_is_nobodys() throws IOException {
        run("create --tenant shop --principal jo --role reader");
        var key = printed();
        var id = keys.list().getFirst().id();

        assertThat(run("revoke --id " + id)).isZero();
        assertThat(keys.find(key)).isEmpty();
        assertThat(run("revoke --id " + id)).isEqualTo(Subcommand.FAILED);
        assertThat(run("list")).isZero();
        assertThat(printed()).contains("revoked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "forget",
                "create --tenant shop --principal jo --role king",
                "create --tenant a/b --principal jo --role reader",
                "revoke --id %"
            })
    void what_makes_no_sense_changes_nothing(String arguments) throws IOException {
        assertThat(run(arguments)).isEqualTo(Subcommand.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
        assertThat(keys.list()).isEmpty();
    }
}
