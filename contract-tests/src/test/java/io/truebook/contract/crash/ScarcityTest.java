package io.truebook.contract.crash;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL runs out of connections, then out of disk: requests are refused as overloaded, none is
 * lost or half done, and it goes on by itself when there is room again.
 */
@Tag("database")
class ScarcityTest {

    private static final int MEGABYTES = 256;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void what_cannot_be_written_is_refused_and_nothing_needs_a_new_start() {
        assumeThat(Disk.canBeSmall())
                .as("a disk of its own for the server: mount in a user namespace")
                .isTrue();
        var disk = Disk.small(directory.resolve("disk"), MEGABYTES);
        var database = DatabaseProcess.create(directory.resolve("database"), disk);
        try (var stage = Stage.open(directory, 1, database)) {
            var run = new CrashRun(stage, 1);
            var crowd = new Crowd(database);

            run.starve("connections", crowd::gather, crowd::leave);
            run.starve("disk", () -> database.fillDisk(true), () -> database.fillDisk(false));

            run.finish();
        }
    }
}
