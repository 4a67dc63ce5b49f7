package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds a port on 127.0.0.1 that nobody listens on. */
final class FreePort {

    private FreePort() {}

    /** {@code asked}, or any free port where that is 0. */
    static int orAny(int asked) throws IOException {
        return asked == 0 ? any() : asked;
    }

    /** So many different ports that were free a moment ago. */
    static List<Integer> several(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A port that was free a moment ago. */
    static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
