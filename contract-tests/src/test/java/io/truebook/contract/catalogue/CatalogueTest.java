package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the failure catalogue and its tests name each other, all of them. */
class CatalogueTest {

    private static final Path ROOT =
            Path.of(System.getProperty("truebook.repository", "..")).toAbsolutePath().normalize();
    private static final Path SOURCES =
            ROOT.resolve("contract-tests/src/test/java/io/truebook/contract");

    /** Calls, callbacks, settlement files, bank statements, and the breaks that are repaired. */
    private static final List<Integer> WANTED = IntStream.rangeClosed(1, 75).boxed().toList();

    private static final Pattern LINE = Pattern.compile("(?m)^\\| *(\\d+) *\\|.*$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.row_(\\d\\d)_(\\w+)`");
    private static final Pattern METHOD =
            Pattern.compile("@Test\\b[^;{}]*?\\bvoid\\s+row_(\\d\\d)_(\\w+)\\(");

    /** A test as the table names it; {@code row} is the number in its name. */
    private record Row(int row, String name) implements Comparable<Row> {

        static Row of(String type, String number, String rest) {
            return new Row(Integer.parseInt(number), type + ".row_" + number + "_" + rest);
        }

        @Override
        public int compareTo(Row other) {
            return Comparator.comparingInt(Row::row).thenComparing(Row::name).compare(this, other);
        }
    }

    @Test
    void every_row_of_the_table_has_its_test_and_every_test_its_row() {
        assertThat(table()).containsExactlyInAnyOrderElementsOf(tests());
    }

    @Test
    void every_wanted_row_is_there() {
        assertThat(table().stream().map(Row::row)).containsAll(WANTED);
    }

    @Test
    void a_line_names_tests_of_its_own_number() {
        var wrong = new ArrayList<String>();
        LINE.matcher(document())
                .results()
                .forEach(line -> {
                    var named = namedIn(line.group());
                    int number = Integer.parseInt(line.group(1));
                    if (named.isEmpty() || named.stream().anyMatch(it -> it.row() != number)) {
                        wrong.add(line.group());
                    }
                });

        assertThat(wrong).isEmpty();
    }

    /** All that the table names, once for each time. */
    private static List<Row> table() {
        return LINE.matcher(document())
                .results()
                .flatMap(line -> namedIn(line.group()).stream())
                .sorted()
                .toList();
    }

    private static List<Row> namedIn(String line) {
        return NAMED.matcher(line)
                .results()
                .map(named -> Row.of(named.group(1), named.group(2), named.group(3)))
                .toList();
    }

    /** Every row of every contract test. */
    private static List<Row> tests() {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .flatMap(CatalogueTest::testsOf)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Row> testsOf(Path file) {
        var type = file.getFileName().toString().replace(".java", "");
        return METHOD.matcher(read(file))
                .results()
                .map(method -> Row.of(type, method.group(1), method.group(2)));
    }

    private static String document() {
        return read(ROOT.resolve("docs/failure-catalogue.md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
