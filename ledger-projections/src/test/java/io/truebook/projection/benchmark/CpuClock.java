package io.truebook.projection.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

/** CPU time of this JVM and of all processes of the database server, in microseconds. */
final class CpuClock {

    /** What was used up to a moment. */
    record Reading(double jvm, double server) {
        Reading minus(Reading earlier) {
            return new Reading(jvm - earlier.jvm, server - earlier.server);
        }
    }

    private static final double MICROS_PER_TICK = 10_000;

    private final long postmaster;
    private final OperatingSystemMXBean jvm =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    CpuClock(TestDatabase database) {
        try (var connection = database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            rows.next();
            postmaster = Long.parseLong(stat(Path.of("/proc/" + rows.getLong(1)))[1]);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    Reading read() {
        double ticks = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                ticks += ticks(process);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Reading(jvm.getProcessCpuTime() / 1e3, ticks * MICROS_PER_TICK);
    }

    private double ticks(Path process) {
        String[] stat = stat(process);
        boolean itself = process.endsWith(Long.toString(postmaster));
        if (stat.length < 15 || !(itself || stat[1].equals(Long.toString(postmaster)))) {
            return 0;
        }
        double own = Double.parseDouble(stat[11]) + Double.parseDouble(stat[12]);
        // Backends that have ended are counted in the children of the postmaster.
        return itself ? own + Double.parseDouble(stat[13]) + Double.parseDouble(stat[14]) : own;
    }

    /** The fields after the command's name: state, parent, ... */
    private static String[] stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException ended) {
            return Arrays.copyOf(new String[0], 0);
        }
    }
}
