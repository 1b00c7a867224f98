package io.truebook.contract.crash;

import java.io.IOException;
import java.net.Socket;

/** One connection through a {@link Wire}: two sockets, and what was seen on them. */
final class Link {

    private final Wire wire;
    private final Socket client;
    private final Socket server;
    private volatile boolean deadToServer;
    private volatile boolean deadToClient;

    /** The process that serves it, as PostgreSQL tells its client; 0: not known. */
    volatile long backend;

    /** Whether the batch that is under way writes events. */
    volatile boolean appending;

    /** Whether the transaction that is under way has just been committed. */
    volatile boolean committed;

    /** Whether a request that may have an effect is under way. */
    volatile boolean posting;

    Link(Wire wire, Socket client, Socket server) {
        this.wire = wire;
        this.client = client;
        this.server = server;
    }

    Wire wire() {
        return wire;
    }

    Socket client() {
        return client;
    }

    Socket server() {
        return server;
    }

    /** From now on nothing that the client says reaches the server. */
    void muteClient() {
        deadToServer = true;
    }

    /** From now on nothing that the server says reaches the client. */
    void muteServer() {
        deadToClient = true;
    }

    boolean isClientMute() {
        return deadToServer;
    }

    boolean isServerMute() {
        return deadToClient;
    }

    void cut() {
        quietly(client);
        quietly(server);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Closed is closed.
            return;
        }
    }
}
