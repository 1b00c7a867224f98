package io.truebook.api.operations;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * How to reach the embedded server of a data directory: {@code postgres.properties}, mode 600.
 *
 * @param port on loopback
 * @param ready false until roles, passwords and database exist: before that nothing can have been
 *     recorded
 */
record PostgresFile(
        int port,
        boolean ready,
        String superuserPassword,
        String ownerPassword,
        String applicationPassword,
        String simulatorPassword) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static PostgresFile create(int port) {
        return new PostgresFile(port, false, secret(), secret(), secret(), secret());
    }

    static Optional<PostgresFile> read(Path data) throws IOException {
        Path file = path(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return Optional.of(
                new PostgresFile(
                        Integer.parseInt(required(properties, "port")),
                        Boolean.parseBoolean(required(properties, "ready")),
                        required(properties, "password.superuser"),
                        required(properties, "password.owner"),
                        required(properties, "password.application"),
                        required(properties, "password.simulator")));
    }

    void write(Path data) throws IOException {
        var properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("ready", Boolean.toString(ready));
        properties.setProperty("password.superuser", superuserPassword);
        properties.setProperty("password.owner", ownerPassword);
        properties.setProperty("password.application", applicationPassword);
        properties.setProperty("password.simulator", simulatorPassword);
        var text = new StringWriter();
        properties.store(text, "The embedded PostgreSQL of this folder. Holds its passwords.");
        PrivateFile.write(path(data), text.toString());
    }

    PostgresFile withPort(int other) {
        return new PostgresFile(
                other,
                ready,
                superuserPassword,
                ownerPassword,
                applicationPassword,
                simulatorPassword);
    }

    PostgresFile nowReady() {
        return new PostgresFile(
                port,
                true,
                superuserPassword,
                ownerPassword,
                applicationPassword,
                simulatorPassword);
    }

    LedgerDatabase database() {
        return new LedgerDatabase(
                "jdbc:postgresql://localhost:" + port + "/truebook",
                new LedgerDatabase.Login("truebook_owner", ownerPassword),
                new LedgerDatabase.Login("truebook", applicationPassword),
                new LedgerDatabase.Login("simulator", simulatorPassword));
    }

    static Path path(Path data) {
        return data.resolve("postgres.properties");
    }

    private static String required(Properties properties, String name) throws IOException {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IOException("postgres.properties has no " + name);
        }
        return value;
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
