package io.truebook.contract.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server's data is on: the machine's own disk, or a small one that can be filled.
 *
 * <p>The small one is a file system in memory that only the server sees, mounted in a user
 * namespace, which needs no rights; where a machine forbids that, {@link #canBeSmall} says so.
 */
final class Disk {

    /** Mounts, copies the new cluster, and keeps the server running as a service manager would. */
    private static final String ON_SMALL_DISK =
            """
            mount -t tmpfs -o mode=700,size="$3" tmpfs "$2" || exit 1
            cp -a "$1/." "$2" || exit 1
            disk="$2"; shift 3
            while :; do unshare -U "$@" -D "$disk"; sleep 0.3; done
            """;

    private static final String FILLER = "filler";

    private final Path mount;
    private final int megabytes;

    private Disk(Path mount, int megabytes) {
        this.mount = mount;
        this.megabytes = megabytes;
    }

    static Disk ofTheMachine() {
        return new Disk(Path.of(""), 0);
    }

    /** Room for this much; {@code mount} becomes the place where only the server sees it. */
    static Disk small(Path mount, int megabytes) {
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Disk(mount, megabytes);
    }

    /** Whether this machine lets a plain user mount a file system for itself. */
    static boolean canBeSmall() {
        try {
            var script = "mount -t tmpfs tmpfs /tmp && unshare -U true";
            return new ProcessBuilder("unshare", "-Urm", "sh", "-c", script).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How the server is started on its data. */
    List<String> command(Path data, List<String> server) {
        var command = new ArrayList<String>();
        if (isSmall()) {
            command.addAll(List.of("unshare", "-Urm", "sh", "-c", ON_SMALL_DISK, "sh"));
            command.addAll(List.of(data.toString(), mount.toString(), megabytes + "m"));
            command.addAll(server);
            return command;
        }
        if ("root".equals(System.getProperty("user.name"))) {
            // The server refuses to run as root; in a user namespace it runs as nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(server);
        command.addAll(List.of("-D", data.toString()));
        return command;
    }

    /** A small disk must not be full of the server's log of changes. */
    List<String> settings() {
        return isSmall()
                ? List.of("-c", "min_wal_size=32MB", "-c", "max_wal_size=32MB")
                : List.of();
    }

    /** Takes what is left, or gives it back; seen through the server's eyes. */
    void fill(long server, boolean full) {
        var inside = mount.getRoot().relativize(mount.resolve(FILLER)).toString();
        var filler = Path.of("/proc", Long.toString(server), "root", inside);
        if (!full) {
            delete(filler);
            return;
        }
        try (var out = Files.newOutputStream(filler)) {
            writeUntilFull(out);
        } catch (IOException noSpaceToClose) {
            // As full as it gets.
            return;
        }
    }

    private static void writeUntilFull(OutputStream out) {
        var block = new byte[4096];
        try {
            for (long written = 0; written < Integer.MAX_VALUE; written += block.length) {
                out.write(block);
            }
        } catch (IOException full) {
            // That was wanted.
            return;
        }
        throw new IllegalStateException("The disk is not small");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isSmall() {
        return megabytes > 0;
    }
}
