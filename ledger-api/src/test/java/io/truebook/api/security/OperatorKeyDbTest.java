package io.truebook.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first operator gets a key, once, whatever is interrupted and however often it is started. */
@Tag("database")
class OperatorKeyDbTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final ApiKeys keys = new ApiKeys(database.dataSource(), Clock.systemUTC());

    @TempDir private Path data;

    @AfterEach
    void drop() {
        database.close();
    }

    private OperatorKey start(Path directory) {
        return new OperatorKey(keys, database.dataSource(), directory);
    }

    @Test
    void is_made_at_the_first_start_and_never_again() throws IOException {
        var first = start(data).ensure();
        var second = start(data).ensure();

        assertThat(first).isPresent().hasValue(Files.readString(start(data).file()).strip());
        assertThat(keys.find(first.get()))
                .hasValue(new Caller("default", "operator", Role.OPERATOR));
        assertThat(second).isEmpty();
        assertThat(keys.list()).hasSize(1);
    }

    @Test
    void is_taken_from_the_file_when_the_first_start_was_interrupted() throws IOException {
        String kept = keys.draw();
        Files.writeString(start(data).file(), kept + "\n");

        assertThat(start(data).ensure()).hasValue(kept);
        assertThat(keys.find(kept)).isPresent();
    }

    @Test
    void is_made_anew_when_the_file_holds_none() throws IOException {
        Files.writeString(start(data).file(), "half a ke");

        assertThat(start(data).ensure()).hasValueSatisfying(key -> assertThat(key).hasSize(47));
    }

    @Test
    void of_the_first_node_serves_all_nodes() throws IOException {
        start(data.resolve("one")).ensure();

        assertThat(start(data.resolve("two")).ensure()).isEmpty();
        assertThat(data.resolve("two/operator.key")).doesNotExist();
    }

    @Test
    void stays_away_when_it_was_revoked() {
        start(data).ensure();
        keys.revoke(keys.list().getFirst().id());

        assertThat(start(data).ensure()).isEmpty();
    }
}
