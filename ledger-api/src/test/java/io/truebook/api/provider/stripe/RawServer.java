package io.truebook.api.provider.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that misbehaves below HTTP: it does the same to every request, and remembers them. */
public final class RawServer implements AutoCloseable {

    /** What to do with a request. */
    public sealed interface Act {
        record Answer(int status, String body, String headers) implements Act {}

        record Drop() implements Act {}

        record Silence() implements Act {}

        record Trickle() implements Act {}
    }

    public final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final ServerSocket socket;
    private final Act act;

    public RawServer(Act act) {
        this.act = act;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public static Act answer(int status, String body) {
        return new Act.Answer(status, body, "");
    }

    /** With header lines, each ended by a line break. */
    public static Act answer(int status, String body, String headers) {
        return new Act.Answer(status, body, headers);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                var client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> handle(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void handle(Socket client) {
        try {
            var request = read(client);
            while (!request.isEmpty()) {
                requests.add(request);
                if (!act(client)) {
                    return;
                }
                request = read(client);
            }
        } catch (IOException gone) {
            // The client has hung up.
        }
    }

    private boolean act(Socket client) throws IOException {
        var out = client.getOutputStream();
        return switch (act) {
            case Act.Answer(int status, var body, var headers) -> {
                out.write(
                        "HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n%s"
                                .formatted(status, body.getBytes(UTF_8).length, headers, body)
                                .getBytes(UTF_8));
                out.flush();
                yield true;
            }
            case Act.Drop _ -> {
                client.setSoLinger(true, 0);
                client.close();
                yield false;
            }
            case Act.Silence _ -> false;
            case Act.Trickle _ -> {
                out.write("HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n{".getBytes(UTF_8));
                out.flush();
                yield false;
            }
        };
    }

    private static String read(Socket client) throws IOException {
        var in = client.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        int length =
                head.toString()
                        .lines()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("content-length:"))
                        .map(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        return head + new String(in.readNBytes(length), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var client : open) {
            client.close();
        }
    }
}
