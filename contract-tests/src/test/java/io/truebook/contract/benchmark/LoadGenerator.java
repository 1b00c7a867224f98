package io.truebook.contract.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sends charges from one thread over many connections, as cheaply as it can, because it shares the
 * machine with what it measures.
 *
 * <p>Closed: each connection sends its next request when it has its answer. Open: requests are due
 * at a constant rate whatever the answers do, and one that had to wait for a connection waited for
 * the server, so its latency counts from when it was due.
 */
final class LoadGenerator implements AutoCloseable {

    static final int ACCEPTED = 202;

    private final Selector selector = Selector.open();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final LoadRequest load;
    private final int expected;
    private final Consumer<LoadConnection> heed;
    private long number;
    private long errors;

    LoadGenerator(InetSocketAddress server, LoadRequest load, int size) throws IOException {
        this(server, load, size, ACCEPTED, _ -> {});
    }

    /**
     * @param heed is shown every answer with the expected status
     */
    LoadGenerator(
            InetSocketAddress server,
            LoadRequest load,
            int size,
            int expected,
            Consumer<LoadConnection> heed)
            throws IOException {
        this.load = load;
        this.expected = expected;
        this.heed = heed;
        for (int i = 0; i < size; i++) {
            connections.add(new LoadConnection(server, selector));
        }
    }

    /** Answers other than the expected one; the last of them is printed. */
    long errors() {
        return errors;
    }

    Latencies closed(long seconds) throws IOException {
        var latencies = new Latencies();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (var connection : connections) {
            connection.send(load, number++, System.nanoTime());
        }
        int open = connections.size();
        while (open > 0) {
            selector.select();
            for (var answered : answered(latencies)) {
                long now = System.nanoTime();
                if (now < end) {
                    answered.send(load, number++, now);
                } else {
                    open--;
                }
            }
        }
        return latencies;
    }

    Latencies open(double perSecond, long seconds) throws IOException {
        var latencies = new Latencies();
        var free = new ArrayDeque<>(connections);
        double pause = 1e9 / perSecond;
        long total = (long) (perSecond * seconds);
        long begin = System.nanoTime();
        long sent = 0;
        while (sent < total || free.size() < connections.size()) {
            long due = begin + (long) (sent * pause);
            while (sent < total && due <= System.nanoTime() && !free.isEmpty()) {
                free.pop().send(load, number++, due);
                due = begin + (long) (++sent * pause);
            }
            boolean waits = sent < total && !free.isEmpty();
            // Whole milliseconds: what comes due between two looks is sent late and counted so.
            selector.select(waits ? Math.max(1, (due - System.nanoTime()) / 1_000_000) : 0);
            free.addAll(answered(latencies));
        }
        return latencies;
    }

    private List<LoadConnection> answered(Latencies latencies) throws IOException {
        var done = new ArrayList<LoadConnection>();
        for (var key : selector.selectedKeys()) {
            var connection = (LoadConnection) key.attachment();
            if (connection.receive()) {
                latencies.add(System.nanoTime() - connection.dueAt());
                if (connection.status() == expected) {
                    heed.accept(connection);
                } else {
                    refused(connection);
                }
                done.add(connection);
            }
        }
        selector.selectedKeys().clear();
        return done;
    }

    private void refused(LoadConnection connection) {
        if (errors++ == 0) {
            System.err.println("Not the expected answer:\n" + connection.text());
        }
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
