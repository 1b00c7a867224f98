package io.truebook.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The repository's own style, where a machine can check it. Each rule says what to do instead. */
class RepositoryTest {

    private static final Path ROOT =
            Path.of(System.getProperty("truebook.repository", "..")).toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".idea", ".vscode", "target", "data", "report");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");

    /**
     * @param files end of the names of the files it is about
     * @param sample a line that breaks it, so that a rule that finds nothing is noticed
     */
    record Rule(String files, String pattern, String instead, String sample) {

        boolean isBrokenBy(String line) {
            return Pattern.compile(pattern).matcher(line).find();
        }

        @Override
        public String toString() {
            return pattern;
        }
    }

    static List<Rule> rules() {
        return List.of(
                new Rule("", "\\b(TODO|FIXME|HACK)\\b", "do it or open an issue", "// TODO"),
                new Rule(
                        "",
                        "(^|[^a-zA-Z0-9.}<])/(work|root|home/[a-z])(/|\\b)",
                        "a path relative to the repository",
                        "cd /work/x"),
                new Rule(
                        "",
                        "https?://(?!maven\\.apache\\.org/(POM|xsd))[a-z0-9.-]*(maven|debian|npmjs)",
                        "the tool's own configuration, outside the repository",
                        "https://repo.maven.example/x"),
                new Rule(
                        ".java",
                        "^import (static )?(lombok|org\\.mockito|org\\.mapstruct|io\\.vavr)\\b",
                        "code by hand; fakes",
                        "import lombok.Data;"),
                new Rule(".java", "@Disabled\\b", "repair or delete the test", "@Disabled"),
                new Rule(
                        "Test.java",
                        "Thread\\.sleep|TimeUnit\\.[A-Z]+\\.sleep",
                        "wait for what must become true (Awaitility)",
                        "Thread.sleep(10);"),
                new Rule(
                        ".java",
                        "\\b(double|float|Double|Float) \\w*([aA]mount|[bB]alance|[mM]oney|[fF]ee)",
                        "Money, or long minor units",
                        "double amount"),
                new Rule(
                        ".java",
                        // Without indentation: the formatter keeps code within the columns, and
                        // cannot break a string or a text block. Rows of a table stay in one line.
                        "^\\s*(?!import |.*https?://|\\w+ +\\| )\\S.{100,}$",
                        "lines of 100 characters",
                        "x".repeat(101)));
    }

    /** Known to be longer than 300 lines. The list may only shrink. */
    private static final Set<String> STILL_TOO_LONG = Set.of();

    /** Type names that say nothing, and what to ask oneself. */
    private static final Pattern EMPTY_NAME =
            Pattern.compile(
                    "(Abstract|Default|Base)[A-Z]\\w*"
                            + "|\\w*(Service|Manager|Helper|Utils?|Impl|Dto|DTO|Entity|Mapper)");

    private static final Pattern EMPTY_PACKAGE =
            Pattern.compile(".*\\.(common|core|shared|utils?|helpers?|misc|model)(\\..*)?");

    @ParameterizedTest
    @MethodSource("rules")
    void no_file_breaks_the_rule(Rule rule) throws IOException {
        var broken = new ArrayList<String>();
        for (var file : textFiles(rule.files()).filter(RepositoryTest::isOther).toList()) {
            var lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (rule.isBrokenBy(lines.get(i))) {
                    broken.add(ROOT.relativize(file) + ":" + (i + 1));
                }
            }
        }

        assertThat(broken).as("instead: " + rule.instead()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_would_be_noticed(Rule rule) {
        assertThat(rule.isBrokenBy(rule.sample())).isTrue();
    }

    @Test
    void the_files_are_found() throws IOException {
        assertThat(textFiles(".java").count()).isGreaterThan(50);
        assertThat(textFiles("RepositoryTest.java").count()).isEqualTo(1);
    }

    @Test
    void type_names_say_what_the_type_is() throws IOException {
        assertThat(textFiles(".java").map(RepositoryTest::typeName))
                .as("if a name is hard, the concept is two")
                .noneMatch(name -> EMPTY_NAME.matcher(name).matches());
    }

    @Test
    void java_files_fit_into_a_head() throws IOException {
        var longer =
                textFiles(".java")
                        .filter(file -> lines(file).size() > 300)
                        .map(RepositoryTest::typeName)
                        .toList();

        assertThat(longer).as("more than 300 lines: split by concept").isSubsetOf(STILL_TOO_LONG);
    }

    @Test
    void every_package_says_its_job_and_is_null_marked() throws IOException {
        var described =
                textFiles("package-info.java")
                        .map(RepositoryTest::text)
                        .filter(text -> text.startsWith("/**") && text.contains("@NullMarked"))
                        .map(RepositoryTest::packageName)
                        .collect(toSet());

        assertThat(textFiles(".java").map(RepositoryTest::text).map(RepositoryTest::packageName))
                .as(
                        "a package-info.java with one paragraph: job, what it owns, what it may not know")
                .allMatch(described::contains)
                .noneMatch(name -> EMPTY_PACKAGE.matcher(name).matches());
    }

    @Test
    void every_migration_starts_with_its_reason() throws IOException {
        var migrations = textFiles(".sql").filter(file -> file.toString().contains("db")).toList();

        assertThat(migrations)
                .isNotEmpty()
                .allMatch(file -> lines(file).getFirst().startsWith("--"));
    }

    @Test
    void links_in_documents_lead_somewhere() throws IOException {
        var dead = new ArrayList<String>();
        for (var file : textFiles(".md").toList()) {
            LINK.matcher(text(file))
                    .results()
                    .map(match -> match.group(1))
                    .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                    .filter(target -> !Files.exists(file.resolveSibling(target)))
                    .forEach(target -> dead.add(ROOT.relativize(file) + " -> " + target));
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void contract_tests_use_no_class_of_the_ledger() throws IOException {
        assertThat(
                        textFiles(".java")
                                .filter(file -> file.startsWith(ROOT.resolve("contract-tests"))))
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(text(file))
                                .doesNotContainPattern(
                                        "(?m)^import (static )?io\\.truebook\\.(ledger|"
                                                + "projection|api)\\b"));
    }

    private static Stream<Path> textFiles(String end) throws IOException {
        var found = new ArrayList<Path>();
        collect(ROOT, end, found);
        return found.stream();
    }

    private static void collect(Path folder, String end, List<Path> found) throws IOException {
        try (var entries = Files.list(folder)) {
            for (var entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    if (!isNotOurs(folder, name)) {
                        collect(entry, end, found);
                    }
                } else if (name.endsWith(end) && isText(name)) {
                    found.add(entry);
                }
            }
        }
    }

    /** Folders of data and reports are ours when they are packages. */
    private static boolean isNotOurs(Path parent, String name) {
        return NOT_OURS.contains(name) && !parent.toString().contains("java");
    }

    private static boolean isText(String name) {
        return name.matches(".*\\.(java|sql|md|yml|yaml|xml|properties|json|csv|txt|imports)|run");
    }

    /** This file quotes what the rules forbid. */
    private static boolean isOther(Path file) {
        return !typeName(file).equals("RepositoryTest");
    }

    private static String typeName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String packageName(String text) {
        var matcher = PACKAGE.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
