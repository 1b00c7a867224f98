package io.truebook.api.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code postmaster.pid} says about a data folder, and whether it is still true.
 *
 * <p>After a power cut the file remains and its process id may by now belong to anything;
 * PostgreSQL would refuse to start beside it, so a file that names no PostgreSQL of this folder is
 * removed.
 */
record Postmaster(Path folder) {

    /** The port of a server that runs on this folder now; it may have outlived the application. */
    OptionalInt runningOn() throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 4 && isPostgresHere(Long.parseLong(lines.get(0).strip()))) {
            return OptionalInt.of(Integer.parseInt(lines.get(3).strip()));
        }
        Files.delete(file);
        return OptionalInt.empty();
    }

    private boolean isPostgresHere(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.isEmpty() || line.contains(folder.toString()))
                .isPresent();
    }
}
