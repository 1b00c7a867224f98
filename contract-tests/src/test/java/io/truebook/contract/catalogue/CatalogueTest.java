package io.truebook.contract.catalogue;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the failure catalogue and its tests name each other, all of them. */
class CatalogueTest {

    private static final Path ROOT =
            Path.of(System.getProperty("truebook.repository", "..")).toAbsolutePath().normalize();
    private static final Path SOURCES =
            ROOT.resolve("contract-tests/src/test/java/io/truebook/contract/catalogue");
    private static final Pattern TABLE = Pattern.compile("`(\\w+\\.row_\\d\\d_\\w+)`");
    private static final Pattern METHOD =
            Pattern.compile("@Test\\s+void (row_\\d\\d_\\w+)\\(", Pattern.MULTILINE);

    @Test
    void every_row_of_the_table_has_its_test_and_every_test_its_row() {
        var table = found(TABLE, read(ROOT.resolve("docs/failure-catalogue.md")));

        assertThat(table).isEqualTo(methods()).hasSizeGreaterThan(30);
    }

    /** {@code Class.method} of every row in this package. */
    private static Set<String> methods() {
        try (var files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .flatMap(CatalogueTest::methodsOf)
                    .collect(toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> methodsOf(Path file) {
        var type = file.getFileName().toString().replace(".java", "");
        return found(METHOD, read(file)).stream().map(method -> type + "." + method);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
