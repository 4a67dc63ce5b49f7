package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.infrastructure.Infrastructure;
import io.wattledger.launcher.suite.CommandLocks;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.RunningProcess;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.suite.SuiteState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What metering is sent when somebody retires a collector, over HTTP and with the locks that a command holds. */
class CollectorDeskTest {

    @TempDir
    Path data;

    private final List<JsonNode> sent = new ArrayList<>();
    private final List<JsonNode> claims = new ArrayList<>();
    private HttpServer metering;
    private String state = "active";

    @BeforeEach
    void opens() throws IOException {
        metering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metering.createContext("/api/v1/watermarks", exchange -> answer(exchange, """
                {"items": [{"site": "narvik", "tenant": "acme", "collectors": [
                  {"collector": "/old", "state": "%s", "completeUntil": "2026-10-01T00:00:00Z"}]}]}""".formatted(state)));
        metering.createContext("/api/v1/events", exchange -> {
            String token =
                    exchange.getRequestHeaders().getFirst("Authorization").split("\\.", -1)[1];
            claims.add(json(Base64.getUrlDecoder().decode(token)));
            sent.add(json(exchange.getRequestBody().readAllBytes()));
            state = "retired";
            answer(exchange, "{}");
        });
        metering.start();
    }

    @AfterEach
    void closes() {
        metering.stop(0);
    }

    /** Only a token of the tenant may speak for its collector. */
    @Test
    void retiresTheCollectorOfATenantInItsName() {
        var silent = new Progress(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                false);
        var suite = new Suite(
                new Layout(data, data), silent, new CommandLocks(data, "./wattledger collectors", Clock.systemUTC()));
        try (var services = new Services(suite, running(metering.getAddress().getPort()))) {
            JsonNode after = new CollectorDesk(services, suite).retire("narvik", "/old", "acme");

            assertThat(CollectorDesk.isRetired(after)).isTrue();
        }

        assertThat(claims).singleElement().satisfies(claim -> {
            assertThat(claim.path("tenant").asText()).isEqualTo("acme");
            assertThat(claim.path("groups")).map(JsonNode::asText).containsExactly("collector");
        });
        assertThat(sent).singleElement().satisfies(event -> {
            assertThat(event.path("source").asText()).isEqualTo("/old");
            assertThat(event.at("/data/state").asText()).isEqualTo("retired");
            assertThat(event.at("/data/completeUntil").asText()).isEqualTo("2026-10-01T00:00:00Z");
        });
    }

    private static SuiteState running(int port) {
        return new SuiteState(
                new RunningProcess("infrastructure", 1, Instant.EPOCH, 0),
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of(new RunningProcess("metering", 1, Instant.EPOCH, port)));
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        return WireJson.newMapper().readTree(bytes);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
