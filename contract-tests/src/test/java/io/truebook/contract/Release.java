package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The jar of a commit, built in a work tree of its own that is removed again. */
final class Release {

    private static final Path ROOT =
            Path.of(System.getProperty("truebook.repository", "..")).toAbsolutePath().normalize();

    private Release() {}

    /** Takes minutes. The jar is left in the folder, under the commit's name. */
    static Path build(String commit, Path folder) throws IOException {
        var jar = folder.resolve(commit + ".jar");
        var tree = folder.resolve("tree-" + commit);
        run(ROOT, "git", "worktree", "add", "--force", "--detach", tree.toString(), commit);
        try {
            run(
                    tree,
                    "mvn",
                    "-B",
                    "-ntp",
                    "-q",
                    "-pl",
                    "ledger-api",
                    "-am",
                    "package",
                    "-Dmaven.test.skip=true",
                    "-Dspotless.check.skip");
            try (var built = Files.list(tree.resolve("ledger-api/target"))) {
                var found =
                        built.filter(file ->
                                        file.toString()
                                                .matches(".*ledger-api-[^-]*(-SNAPSHOT)?\\.jar"))
                                .toList();
                assertThat(found).hasSize(1);
                Files.copy(found.getFirst(), jar);
            }
        } finally {
            run(ROOT, "git", "worktree", "remove", "--force", tree.toString());
        }
        return jar;
    }

    private static void run(Path where, String... command) {
        var builder = new ProcessBuilder(command).directory(where.toFile()).inheritIO();
        // The tests' own Maven tells its children where it is; the earlier build is another one.
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_PROJECTBASEDIR"));
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
        try {
            int code = builder.start().waitFor();
            assertThat(code).as(String.join(" ", command)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
