package io.truebook.contract.benchmark;

import io.truebook.contract.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged application on a fresh data directory, started as a user starts it; with its
 * provider calls paused where what is measured is the recording of charges alone.
 */
final class MeasuredApplication implements AutoCloseable {

    /** CPU time used up to a moment, in microseconds. */
    record Cpu(double application, double postgres, double generator) {
        Cpu since(Cpu earlier) {
            return new Cpu(
                    application - earlier.application,
                    postgres - earlier.postgres,
                    generator - earlier.generator);
        }
    }

    private static final long START_LIMIT_NANOS = 180_000_000_000L;

    private final Path data;
    private final int port = FreePort.find();
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private MeasuredApplication(Path jar, List<String> jvmOptions, List<String> settings)
            throws IOException {
        data = Files.createTempDirectory("http-benchmark");
        var command = new ArrayList<String>();
        command.add(jdk("java"));
        command.addAll(jvmOptions);
        command.addAll(
                List.of(
                        "-jar",
                        jar.toString(),
                        "--server.port=" + port,
                        "--truebook.simulator.port=0",
                        "--truebook.data-directory=" + data));
        command.addAll(settings);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolve("application.log").toFile())
                        .start();
    }

    /** Records charges and calls nobody. */
    static MeasuredApplication start(Path jar, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return start(jar, jvmOptions, List.of("--truebook.dispatcher.paused=true"));
    }

    static MeasuredApplication start(Path jar, List<String> jvmOptions, List<String> settings)
            throws IOException, InterruptedException {
        var application = new MeasuredApplication(jar, jvmOptions, settings);
        long limit = System.nanoTime() + START_LIMIT_NANOS;
        while (!application.isReady()) {
            if (System.nanoTime() > limit || !application.process.isAlive()) {
                application.close();
                throw new IllegalStateException("Not ready; its log is in " + application.data);
            }
            application.process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        return application;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress("localhost", port);
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    String key() throws IOException {
        return Files.readString(data.resolve("operator.key")).strip();
    }

    Cpu cpu() throws IOException {
        return new Cpu(
                ProcessTable.cpuOf(process.pid()),
                ProcessTable.cpuOfFamily(postmaster()),
                ProcessTable.cpuOf(ProcessHandle.current().pid()));
    }

    private long postmaster() throws IOException {
        var file = data.resolve("postgres/postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    /** Sum of a metric's samples whose line holds this text, as the application reports it. */
    double metric(String name, String label) throws IOException, InterruptedException {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What is still in use after a full collection, in megabytes. */
    double liveMegabytes() throws IOException, InterruptedException {
        new ProcessBuilder(jdk("jcmd"), Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / 1024 / 1024;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var address = URI.create("http://localhost:" + port + path);
        return http.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String jdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Stops it, its database too; the data directory is left for whoever wants to look. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
