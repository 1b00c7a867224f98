package io.truebook.projection.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before the database that can cut connections, in the worst moments.
 *
 * <p>{@link #loseAnswerTo} lets a request through and cuts before its answer comes back; {@link
 * #loseRequest} cuts before the request arrives.
 */
final class CuttableProxy implements AutoCloseable {

    private final ServerSocket server;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile byte[] loseAnswerTo = {};
    private volatile byte[] loseRequest = {};
    private volatile boolean refusing;

    CuttableProxy(String jdbcUrl) {
        var address = URI.create(jdbcUrl.substring("jdbc:".length()));
        host = address.getHost();
        port = address.getPort();
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database, through the proxy. */
    String url(String jdbcUrl) {
        return jdbcUrl.replace(host + ":" + port, "localhost:" + server.getLocalPort());
    }

    /** Cuts once, after a request with this text has reached the server and was answered. */
    void loseAnswerTo(String text) {
        loseAnswerTo = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Cuts once, instead of passing a request with this text on. */
    void loseRequest(String text) {
        loseRequest = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether new connections are refused: the database stays away. */
    void refuse(boolean yes) {
        refusing = yes;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                var database = new Socket(host, port);
                open.add(client);
                open.add(database);
                Thread.ofVirtual().start(() -> pump(client, database, true));
                Thread.ofVirtual().start(() -> pump(database, client, false));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[1 << 20];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (requests && contains(buffer, n, loseRequest)) {
                    loseRequest = new byte[0];
                    return;
                }
                boolean lose = requests && contains(buffer, n, loseAnswerTo);
                if (lose) {
                    loseAnswerTo = new byte[0];
                    to.setSoTimeout(5_000);
                    from.shutdownOutput();
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException cut) {
            return;
        }
    }

    private static boolean contains(byte[] buffer, int length, byte[] text) {
        if (text.length == 0) {
            return false;
        }
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
                .contains(new String(text, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
