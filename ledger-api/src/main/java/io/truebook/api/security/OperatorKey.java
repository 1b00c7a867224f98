package io.truebook.api.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The key of the first operator, made at the first start and shown once on the terminal.
 *
 * <p>It is written to a file only its owner can read before it is valid, so a crash in between is
 * healed by the next start, which takes the key from the file. It goes to the terminal, not through
 * a logger: logs are kept and read by others.
 */
public final class OperatorKey {

    private static final Caller OPERATOR = new Caller("default", "operator", Role.OPERATOR);

    /** Any number: the lock that keeps two nodes from both being first. */
    private static final long FIRST_START_LOCK = 0x7472_7565_626f_6f6bL;

    private final ApiKeys keys;
    private final DataSource dataSource;
    private final Path file;

    public OperatorKey(ApiKeys keys, DataSource dataSource, Path dataDirectory) {
        this.keys = keys;
        this.dataSource = dataSource;
        this.file = dataDirectory.resolve("operator.key");
    }

    public Path file() {
        return file;
    }

    /**
     * Makes the key when nobody may run this installation yet; otherwise changes nothing.
     *
     * @return the key, when it was made now, to be shown on the terminal
     */
    public Optional<String> ensure() {
        if (keys.hasOperator()) {
            return Optional.empty();
        }
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        return transaction.execute(_ -> makeUnlessThere());
    }

    private Optional<String> makeUnlessThere() {
        JdbcClient.create(dataSource)
                .sql("select pg_advisory_xact_lock(?)")
                .param(FIRST_START_LOCK)
                .query((_, _) -> true)
                .single();
        if (keys.hasOperator()) {
            return Optional.empty();
        }
        String key = keptKey();
        try {
            keys.admit(key, OPERATOR);
        } catch (DuplicateKeyException _) {
            throw new IllegalStateException(
                    "The key in " + file + " was revoked or is another principal's: remove it");
        }
        return Optional.of(key);
    }

    private String keptKey() {
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (ApiKeys.isWellFormed(kept)) {
                    return kept;
                }
                Files.delete(file);
            }
            String key = keys.draw();
            write(key);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The operator key could not be kept in " + file, e);
        }
    }

    private void write(String key) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (var channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly())) {
            channel.write(ByteBuffer.wrap((key + "\n").getBytes(US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("Another process is starting in " + file, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0]; // Windows: the user's own directory protects it.
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
