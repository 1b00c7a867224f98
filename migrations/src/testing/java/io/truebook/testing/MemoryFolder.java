package io.truebook.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where the test server keeps its files when a disk would only slow it down.
 *
 * <p>Each test makes and drops a database of some 900 files, and a file system that avoids what was
 * deleted a moment ago takes half a second for it after the fiftieth. The server still waits for
 * its disk as in production; the disk is memory. No test of the test server cuts the power.
 */
final class MemoryFolder {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "truebook-test-";

    /** What the largest tests leave in tables and log together, with room to spare. */
    private static final long NEEDED_BYTES = 4L << 30;

    private MemoryFolder() {}

    /** {@code -Dpostgres.memory=true}, on a system that has such a folder with 4 GiB free. */
    static boolean wanted() {
        try {
            return Boolean.getBoolean("postgres.memory")
                    && Files.isWritable(MEMORY)
                    && Files.getFileStore(MEMORY).getUsableSpace() >= NEEDED_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Empty; what killed test runs left behind is removed first. */
    static Optional<Path> ofThisJvm() {
        if (!wanted()) {
            return Optional.empty();
        }
        try (var folders = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
            for (var folder : folders) {
                if (!isOfLivingJvm(folder)) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(MEMORY.resolve(PREFIX + ProcessHandle.current().pid()));
    }

    private static boolean isOfLivingJvm(Path folder) {
        long pid = Long.parseLong(folder.getFileName().toString().substring(PREFIX.length()));
        return ProcessHandle.of(pid).isPresent();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
