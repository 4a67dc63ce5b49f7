package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wattledger.contracts.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers as pricing does when it is asked what records were rated from. The records of the benchmark were never rated, so what it
 * tells is made up: two inputs of each record's own, as long as those of a day whose slots are all alike.
 */
final class MadeUpPricing implements AutoCloseable {

    private static final int BASIS = 420;
    private static final int SLOTS = 280;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;

    MadeUpPricing() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/rating-evidence", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode question = json.readTree(exchange.getRequestBody());
        ObjectNode answer = json.createObjectNode();
        ArrayNode bases = answer.putArray("bases");
        ArrayNode inputs = answer.putArray("inputs");
        answer.putArray("documents");
        for (JsonNode record : question.get("records")) {
            ObjectNode basis = bases.addObject();
            basis.setAll((ObjectNode) record);
            basis.put("sha256", add(inputs, "basis of " + record, BASIS));
            add(inputs, "slots of " + record, SLOTS);
        }
        byte[] body = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String add(ArrayNode inputs, String of, int length) {
        String content = of + ".".repeat(Math.max(0, length - of.length()));
        ObjectNode input = inputs.addObject();
        input.put("sha256", Sha256.hex(content));
        input.put("content", content);
        return Sha256.hex(content);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
