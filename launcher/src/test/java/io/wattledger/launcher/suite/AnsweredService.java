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
import java.util.List;

/** Services for which a test answers over HTTP, in a suite of which nothing else runs. */
public final class AnsweredService implements AutoCloseable {

    /** Whoever asks it says nothing of its progress. */
    public static final Progress SILENT = new Progress(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), Clock.systemUTC(), false);

    private final HttpServer server;
    private final Path data;
    private final SuiteState state;
    private final Suite suite;

    /** A service of this name, in a suite on this data directory. */
    public AnsweredService(String name, Path data) throws IOException {
        this(List.of(name), data, SILENT);
    }

    /** Services of these names, one address for all. */
    AnsweredService(List<String> names, Path data, Progress progress) throws IOException {
        this.data = data;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        state = new SuiteState(
                RunningProcess.of("infrastructure", ProcessHandle.current(), 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                names.stream()
                        .map(name -> RunningProcess.of(
                                name,
                                ProcessHandle.current(),
                                server.getAddress().getPort()))
                        .toList());
        suite = new Suite(
                new Layout(data, data), progress, new CommandLocks(data, "./wattledger test", Clock.systemUTC()));
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

    /** How the suite runs. */
    public SuiteState state() {
        return state;
    }

    /** Has commands on the data directory find the suite. */
    public void save() {
        state.save(new Layout(data, data).state());
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
