package io.truebook.api.reconciliation;

import io.truebook.api.provider.ReportDownload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A settlement file on disk while it is worked on, known by the hash of its bytes; closing removes
 * it.
 */
public final class SpooledFile implements AutoCloseable {

    /** As many as are downloaded. */
    public static final long MAX_BYTES = ReportDownload.MAX_BYTES;

    /** The file has more bytes than are taken. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("A settlement file has at most " + MAX_BYTES + " bytes");
        }
    }

    private final Path path;
    private final String sha256;

    private SpooledFile(Path path, String sha256) {
        this.path = path;
        this.sha256 = sha256;
    }

    /** Reads to the end, or until there is too much. */
    public static SpooledFile of(InputStream bytes) throws IOException {
        Path path = Files.createTempFile("settlement-", ".csv");
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
                copy(bytes, out);
            }
            return new SpooledFile(path, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void copy(InputStream bytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            total += read;
            if (total > MAX_BYTES) {
                throw new TooLarge();
            }
            out.write(buffer, 0, read);
        }
    }

    public String sha256() {
        return sha256;
    }

    InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // The operating system clears its folder for temporary files.
        }
    }
}
