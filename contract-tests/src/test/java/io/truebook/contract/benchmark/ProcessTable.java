package io.truebook.contract.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says its processes have used. */
final class ProcessTable {

    /** Linux counts CPU time towards programs in hundredths of a second, on every machine. */
    private static final double MICROS_PER_TICK = 10_000;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessTable() {}

    /** CPU time of one process, in microseconds. */
    static double cpuOf(long pid) {
        var stat = stat(Path.of("/proc/" + pid));
        return stat.length == 0 ? 0 : micros(stat, USER, SYSTEM);
    }

    /** CPU time of a process, its children, and those of them that have ended; in microseconds. */
    static double cpuOfFamily(long pid) {
        double sum = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                var stat = stat(process);
                if (process.endsWith(Long.toString(pid))) {
                    sum +=
                            micros(stat, USER, SYSTEM)
                                    + micros(stat, CHILDREN_USER, CHILDREN_SYSTEM);
                } else if (stat.length > CHILDREN_SYSTEM
                        && stat[PARENT].equals(Long.toString(pid))) {
                    sum += micros(stat, USER, SYSTEM);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    /** Memory a process holds at the moment, in megabytes. */
    static double residentMegabytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double micros(String[] stat, int one, int other) {
        return (Double.parseDouble(stat[one]) + Double.parseDouble(stat[other])) * MICROS_PER_TICK;
    }

    /** The fields after the command's name: state, parent, ... */
    private static String[] stat(Path process) {
        try {
            var line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException ended) {
            return new String[0];
        }
    }
}
