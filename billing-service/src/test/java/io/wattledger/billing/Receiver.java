package io.wattledger.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server on this machine that gets webhooks; answers as it is told. */
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private volatile String location = "";

    /** What came. */
    public record Message(String path, HttpHeaders headers, String body) {

        /** The value of a header. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** Listens on a free port of the loopback address. */
    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it listens. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Answers with another status from now on. */
    public Receiver answering(int newStatus) {
        status = newStatus;
        return this;
    }

    /** Sends whoever comes elsewhere. */
    public Receiver redirecting(String to) {
        location = to;
        return answering(302);
    }

    /** All that came, in order. */
    public List<Message> messages() {
        return messages;
    }

    private void answer(HttpExchange exchange) throws IOException {
        messages.add(new Message(
                exchange.getRequestURI().getPath(),
                HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
