package io.wattledger.launcher.suite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** A service for which a test answers over HTTP, in a suite of which nothing else runs. */
public final class AnsweredService implements AutoCloseable {

    /** Whoever asks it says nothing of its progress. */
    public static final Progress SILENT = new Progress(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), Clock.systemUTC(), false);

    private final HttpServer server;
    private final SuiteState state;
    private final Suite suite;

    /** A service of this name, in a suite on this data directory. */
    public AnsweredService(String name, Path data) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        state = new SuiteState(
                new RunningProcess("infrastructure", 1, Instant.EPOCH, 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of(new RunningProcess(
                        name, 1, Instant.EPOCH, server.getAddress().getPort())));
        suite = new Suite(
                new Layout(data, data), SILENT, new CommandLocks(data, "./wattledger test", Clock.systemUTC()));
    }

    /** Answers requests to paths that begin so. */
    public void answer(String path, HttpHandler answer) {
        server.createContext(path, answer);
    }

    /** Ends an exchange with 200 and this JSON. */
    public static void json(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The suite, which holds no lock. */
    public Suite suite() {
        return suite;
    }

    /** The services as a command has them; to be closed. */
    public Services services() {
        return new Services(suite, state);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
