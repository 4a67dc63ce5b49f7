package io.wattledger.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server on this machine that takes whoever comes and never answers, whatever it is asked. */
public final class SilentReceiver implements AutoCloseable {

    private final ServerSocket server;
    private final byte[] greeting;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();

    /** Listens on a free port of the loopback address. */
    public SilentReceiver() throws IOException {
        this("");
    }

    /** The same, but that it says this to whoever comes, before anything is asked. */
    public SilentReceiver(String greeting) throws IOException {
        this.greeting = greeting.getBytes(StandardCharsets.US_ASCII);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::take);
    }

    private void take() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                caller.getOutputStream().write(greeting);
                callers.add(caller);
            } catch (IOException e) {
                // Closed, which is the end of this.
                return;
            }
        }
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** How many have come. */
    public int callers() {
        return callers.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket caller : callers) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
