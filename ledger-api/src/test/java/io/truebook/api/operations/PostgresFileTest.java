package io.truebook.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory outlives the release that made it, in both directions. */
class PostgresFileTest {

    private static final PostgresFile GOLDEN =
            new PostgresFile(54_321, true, "d4", "b2", "a1", "c3");

    @TempDir Path data;

    @Test
    void what_the_first_release_wrote_is_read() throws IOException {
        copyGolden();

        assertThat(PostgresFile.read(data)).contains(GOLDEN);
    }

    @Test
    void what_a_later_release_adds_is_not_in_the_way() throws IOException {
        copyGolden();
        Files.writeString(
                PostgresFile.path(data), "ssl.certificate=x\n", StandardOpenOption.APPEND);

        assertThat(PostgresFile.read(data)).contains(GOLDEN);
    }

    @Test
    void the_first_release_finds_all_it_needs() throws IOException {
        GOLDEN.write(data);
        var written = Files.readString(PostgresFile.path(data)).lines().toList();
        copyGolden();

        assertThat(written)
                .containsAll(
                        Files.readString(PostgresFile.path(data))
                                .lines()
                                .filter(line -> !line.startsWith("#"))
                                .toList());
    }

    private void copyGolden() throws IOException {
        try (InputStream golden =
                PostgresFileTest.class.getResourceAsStream("/formats/postgres.properties")) {
            assertThat(golden).isNotNull();
            Files.write(PostgresFile.path(data), golden.readAllBytes());
        }
    }
}
