package io.wattledger.launcher.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Where the suite listens on 127.0.0.1 when nobody else does; see docs/architecture.md.
 */
final class Ports {

    static final int KAFKA = 19092;
    static final int POSTGRES = 15432;
    static final Map<String, Integer> SERVICES = Map.of("metering", 18081, "pricing", 18082, "billing", 18083);

    private Ports() {}

    /** {@code preferred} if it is free, otherwise any free port: two suites may run on one machine. */
    static int free(int preferred) {
        return isFree(preferred) ? preferred : any();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int any() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new SuiteFault("no port is free on 127.0.0.1: " + e.getMessage(), e);
        }
    }
}
