package io.truebook.contract.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Everything that runs: one database, one provider, one or more applications. */
record Stage(DatabaseProcess database, SimulatorProcess simulator, List<Node> nodes, String key)
        implements AutoCloseable {

    /** Starts everything on an empty directory, as much at the same time as possible. */
    static Stage open(Path directory, int count) {
        // First alone: the library unpacks its binaries for whoever comes first.
        return open(directory, count, DatabaseProcess.create(directory.resolve("database")));
    }

    /** On a database of somebody else's choice, which is closed with the stage. */
    static Stage open(Path directory, int count, DatabaseProcess database) {
        var simulator = SimulatorProcess.launch(directory.resolve("provider"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting =
                    IntStream.range(0, count)
                            .mapToObj(i -> directory.resolve("node-" + i))
                            .map(data ->
                                    CompletableFuture.supplyAsync(
                                            () ->
                                                    Node.start(
                                                            data,
                                                            database.port(),
                                                            simulator.port()),
                                            threads))
                            .toList();
            var nodes = starting.stream().map(CompletableFuture::join).toList();
            simulator.awaitReady();
            simulator.deliverTo(nodes.getLast().address());
            return new Stage(database, simulator, nodes, key(directory, count));
        }
    }

    /** The node that was first wrote it down. */
    private static String key(Path directory, int nodes) {
        return IntStream.range(0, nodes)
                .mapToObj(i -> directory.resolve("node-" + i + "/operator.key"))
                .filter(Files::exists)
                .map(Stage::read)
                .findFirst()
                .orElseThrow();
    }

    /** The addresses of the applications that live. */
    List<URI> addresses() {
        return nodes.stream().filter(Node::isRunning).map(Node::address).toList();
    }

    /** An application that lives. */
    Node anyNode() {
        return nodes.stream().filter(Node::isRunning).findFirst().orElseThrow();
    }

    /** Starts whatever is dead; returns when it takes requests. */
    void heal() {
        if (database.isRunning()) {
            database.awaitReady();
        } else {
            database.start();
        }
        nodes.stream()
                .filter(node -> !node.isRunning())
                .forEach(node -> node.ledger().startAgain());
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        simulator.close();
        database.close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
