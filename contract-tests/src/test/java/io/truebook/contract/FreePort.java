package io.truebook.contract;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port for a process that cannot tell us which one it took. */
public final class FreePort {

    /** Below what systems hand out to anybody who asks for any port. */
    private static final int FIRST = 15_000;

    private static final int JVMS = 64;
    private static final int PORTS_OF_ONE_JVM = 256;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private FreePort() {}

    /** Free just now; neither given before nor by the test JVM beside this one. */
    public static int find() {
        int own = FIRST + (int) (ProcessHandle.current().pid() % JVMS) * PORTS_OF_ONE_JVM;
        for (int tried = 0; tried < PORTS_OF_ONE_JVM; tried++) {
            int port = own + NEXT.getAndIncrement() % PORTS_OF_ONE_JVM;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free from " + own + " on");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
