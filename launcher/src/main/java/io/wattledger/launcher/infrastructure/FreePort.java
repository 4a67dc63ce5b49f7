package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port on 127.0.0.1 that nobody listens on. */
final class FreePort {

    private FreePort() {}

    /** {@code asked}, or any free port where that is 0. */
    static int orAny(int asked) throws IOException {
        return asked == 0 ? any() : asked;
    }

    /** A port that was free a moment ago. */
    static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
