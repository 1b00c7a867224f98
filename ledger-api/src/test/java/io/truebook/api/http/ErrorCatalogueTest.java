package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each entry of the catalogue has a status, a line in the documentation and a test. */
class ErrorCatalogueTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Named for what comes later; nothing gives them yet, and the documentation says so. */
    private static final Set<Rejection> RESERVED =
            Set.of(Rejection.CHARGE_NOT_AUTHORIZED, Rejection.RATE_LIMITED);

    @ParameterizedTest
    @EnumSource
    void has_a_line_in_the_documentation(Rejection reason) throws IOException {
        var start =
                "| `%s` | %d | %s | %s. "
                        .formatted(
                                reason.code(),
                                Problem.status(reason),
                                reason.recorded() ? "yes" : "no",
                                reason.title());

        var line =
                documentation().stream().filter(candidate -> candidate.startsWith(start)).toList();

        assertThat(line).as(start).hasSize(1);
        assertThat(line.getFirst().contains("Reserved:")).isEqualTo(RESERVED.contains(reason));
    }

    @Test
    void has_no_line_for_what_is_not_there() throws IOException {
        assertThat(documentation().stream().filter(line -> line.startsWith("| `")))
                .hasSize(Rejection.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void is_met_by_a_test(Rejection reason) throws IOException {
        if (!RESERVED.contains(reason)) {
            assertThat(tests().anyMatch(test -> names(test, reason)))
                    .as("a test that meets " + reason.code())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_when_to_come_back_exactly_where_that_helps(Rejection reason) {
        var helps =
                Set.of(
                        Rejection.TRANSACTION_IN_PROGRESS,
                        Rejection.RATE_LIMITED,
                        Rejection.CATCHING_UP,
                        Rejection.OVERLOADED,
                        Rejection.NEWER_VERSION_NEEDED,
                        Rejection.OUTCOME_UNKNOWN);

        assertThat(Problem.retryAfterSeconds(reason) != null).isEqualTo(helps.contains(reason));
    }

    private static boolean names(Path test, Rejection reason) {
        try {
            var text = Files.readString(test);
            return text.contains("\"" + reason.code())
                    || text.contains(" " + reason.code())
                    || text.contains(reason.name());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<Path> tests() throws IOException {
        List<Path> all;
        try (var files = Files.walk(ROOT, 12)) {
            all =
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .filter(file -> !file.endsWith("ErrorCatalogueTest.java"))
                            .filter(file -> file.toString().contains("src"))
                            .toList();
        }
        return all.stream();
    }

    private static List<String> documentation() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/errors.md"));
    }
}
