package io.truebook.contract.crash;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that fails on request: a proxy on a port of its own, between two processes.
 *
 * <p>Subclasses read the protocol, so that a {@link Trap} springs at a moment and not at a time.
 */
abstract class Wire implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final long NOTICED_AFTER_SECONDS = 8;
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();

    /** Its phase ends when a stall does: the one party that is registered is {@link #resume}. */
    private final Phaser stalls = new Phaser(1);

    private volatile boolean stalled;

    Wire(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("wire-" + port()).start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Lies in wait; an earlier trap is forgotten. */
    void arm(@Nullable Trap next) {
        trap.set(next);
    }

    /** Springs the trap if this is its moment. True: what was seen must not pass. */
    boolean springs(Moment moment, Link link, Runnable before) {
        var set = trap.get();
        if (set == null || !set.catches(moment)) {
            return false;
        }
        before.run();
        set.spring(link);
        return true;
    }

    /** Breaks every connection. */
    void cut() {
        links.forEach(Link::cut);
    }

    /** What is connected hears nothing any more, and is not told. */
    void kill() {
        links.forEach(link -> {
            link.muteClient();
            link.muteServer();
        });
    }

    /** Lets nothing through, until {@link #resume}. */
    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
        stalls.arrive();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        resume();
        cut();
    }

    /** Passes on what the client says, until either side is gone. */
    abstract void toServer(Link link, InputStream in, OutputStream out) throws IOException;

    /** Passes on what the server says, until either side is gone. */
    abstract void toClient(Link link, InputStream in, OutputStream out) throws IOException;

    /** Waits while nothing is let through. */
    final void awaitPassage() {
        int phase = stalls.getPhase();
        while (stalled) {
            phase = stalls.awaitAdvance(phase);
        }
    }

    private void end(Link link) {
        link.cut();
        links.remove(link);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        awaitPassage();
        var server = new Socket();
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
            server.connect(address, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException refused) {
            new Link(this, client, server).cut();
            return;
        }
        var link = new Link(this, client, server);
        links.add(link);
        Thread.ofVirtual().start(() -> pump(link, true));
        Thread.ofVirtual().start(() -> pump(link, false));
    }

    private void pump(Link link, boolean outward) {
        try {
            var from = outward ? link.client() : link.server();
            var to = outward ? link.server() : link.client();
            var in = new BufferedInputStream(from.getInputStream(), BUFFER);
            var out = new BufferedOutputStream(to.getOutputStream(), BUFFER);
            if (outward) {
                toServer(link, in, out);
            } else {
                toClient(link, in, out);
            }
        } catch (IOException gone) {
            // One side is gone: the other one is told, unless it is to know nothing.
        } finally {
            if (link.isClientMute() && link.isServerMute()) {
                // A dead line tells nobody; after a while the other side finds out by itself.
                CompletableFuture.delayedExecutor(NOTICED_AFTER_SECONDS, TimeUnit.SECONDS)
                        .execute(() -> end(link));
            } else {
                end(link);
            }
        }
    }
}
