package io.truebook.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** A port for a process that cannot tell us which one it took. */
public final class FreePort {

    private FreePort() {}

    /** Free just now. */
    public static int find() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
