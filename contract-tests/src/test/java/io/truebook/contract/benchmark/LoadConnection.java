package io.truebook.contract.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One kept-alive connection: a request at a time, its answer read no further than needed. When the
 * server ends it after an answer, the next request opens another, at its own cost.
 */
final class LoadConnection implements AutoCloseable {

    private static final byte[] LENGTH = "content-length: ".getBytes(US_ASCII);
    private static final byte[] LAST = "connection: close".getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer request = ByteBuffer.allocateDirect(2_048);
    private final ByteBuffer answer = ByteBuffer.allocate(16_384);
    private SocketChannel channel;
    private long dueAt;
    private int status;
    private boolean last;

    LoadConnection(InetSocketAddress server, Selector selector) throws IOException {
        this.server = server;
        this.selector = selector;
        this.channel = open();
    }

    private SocketChannel open() throws IOException {
        var opened = SocketChannel.open(server);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    /** Sends a request that was to be sent at this time, in nanoseconds. */
    void send(LoadRequest load, long number, long due) throws IOException {
        if (last) {
            channel.close();
            channel = open();
        }
        dueAt = due;
        load.write(number, request);
        answer.clear();
        while (request.hasRemaining()) {
            channel.write(request); // A request is far smaller than a socket's buffer.
        }
    }

    /** Reads what has come; true when the answer is complete. */
    boolean receive() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("The server closed a connection");
        }
        int end = endOfHead();
        if (end < 0 || answer.position() < end + contentLength(end)) {
            return false;
        }
        status = digits(STATUS_AT);
        last = after(LAST, end) >= 0;
        return true;
    }

    int status() {
        return status;
    }

    long dueAt() {
        return dueAt;
    }

    /** What was answered, for whoever has to explain it. */
    String text() {
        return new String(answer.array(), 0, answer.position(), US_ASCII);
    }

    private int endOfHead() {
        for (int i = 3; i < answer.position(); i++) {
            if (answer.get(i) == '\n' && answer.get(i - 1) == '\r' && answer.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int contentLength(int end) {
        int at = after(LENGTH, end);
        if (at < 0) {
            throw new IllegalStateException("An answer without its length:\n" + text());
        }
        return digits(at);
    }

    /** Where the value of the header line that begins so begins; -1 when there is none. */
    private int after(byte[] beginning, int end) {
        for (int i = 0; i < end - beginning.length; i++) {
            if (answer.get(i) == '\n' && isAt(i + 1, beginning)) {
                return i + 1 + beginning.length;
            }
        }
        return -1;
    }

    private boolean isAt(int at, byte[] beginning) {
        for (int i = 0; i < beginning.length; i++) {
            if (Character.toLowerCase(answer.get(at + i)) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private int digits(int at) {
        int number = 0;
        for (int i = at; answer.get(i) >= '0' && answer.get(i) <= '9'; i++) {
            number = number * 10 + answer.get(i) - '0';
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
