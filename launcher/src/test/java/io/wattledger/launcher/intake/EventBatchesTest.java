package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How events are put together into requests, over HTTP. */
class EventBatchesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_BYTES = 1_000_000;

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    @BeforeEach
    void opens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/events", this::meter);
        server.start();
    }

    @AfterEach
    void closes() {
        server.stop(0);
    }

    @Test
    void fillsRequestsOfOneTenantInOrder() {
        try (var metering = metering("havvik")) {
            var batches = batches(metering);
            for (int i = 0; i < 2 * MOST_EVENTS + 1; i++) {
                batches.add(event("havvik", "e-" + i, 10));
            }
            assertThat(requests).hasSize(2);
            batches.finish();
        }
        assertThat(requests).hasSize(3);
        assertThat(ids()).hasSize(2 * MOST_EVENTS + 1).startsWith("e-0", "e-1").endsWith("e-2000");
        assertThat(outcomes).hasSize(2 * MOST_EVENTS + 1).containsOnly("metered");
    }

    @Test
    void sendsNothingTwiceAndNothingEmpty() {
        try (var metering = metering("havvik")) {
            var batches = batches(metering);
            batches.add(event("havvik", "e-0", 10));
            batches.finish();
            batches.finish();
        }
        assertThat(ids()).containsExactly("e-0");
        assertThat(requests).hasSize(1);
    }

    /** Three of these do not fit into one request. */
    @Test
    void keepsRequestsBelowTheLimitOfMetering() {
        try (var metering = metering("havvik")) {
            var batches = batches(metering);
            for (int i = 0; i < 5; i++) {
                batches.add(event("havvik", "e-" + i, MOST_BYTES * 2 / 5));
            }
            batches.finish();
        }
        assertThat(requests)
                .hasSize(3)
                .allSatisfy(body -> assertThat(body.length).isLessThanOrEqualTo(MOST_BYTES));
        assertThat(ids()).containsExactly("e-0", "e-1", "e-2", "e-3", "e-4");
    }

    /** However many tenants a file tells of, what waits is bounded, and all of it is sent. */
    @Test
    void holdsOnlySoMuchOfAllTenants() {
        String[] tenants = new String[40];
        for (int i = 0; i < tenants.length; i++) {
            tenants[i] = "tenant-" + i;
        }
        try (var metering = metering(tenants)) {
            var batches = batches(metering);
            for (String tenant : tenants) {
                batches.add(event(tenant, "of-" + tenant, MOST_BYTES / 2));
            }
            assertThat(requests).hasSizeBetween(30, tenants.length - 1);
            batches.finish();
        }
        assertThat(ids()).hasSize(tenants.length).doesNotHaveDuplicates();
        assertThat(outcomes).hasSize(tenants.length);
    }

    /** Metering would refuse the whole request, and with it what stands beside. */
    @Test
    void refusesWhatNoRequestCanHold() {
        try (var metering = metering("havvik")) {
            var batches = batches(metering);
            batches.add(event("havvik", "before", 10));
            batches.add(event("havvik", "long", MOST_BYTES));
            batches.add(event("havvik", "after", 10));
            batches.finish();
        }
        assertThat(ids()).containsExactly("before", "after");
        assertThat(outcomes)
                .hasSize(3)
                .first()
                .asString()
                .startsWith("refused: the event has 1,000,")
                .endsWith("a request takes 1,000,000: report it in several rows");
    }

    private EventBatches batches(RemoteMetering metering) {
        return new EventBatches(
                metering,
                (event, item) -> outcomes.add(item.path("outcome").asText()
                        + (item.has("detail") ? ": " + item.path("detail").asText() : "")));
    }

    private RemoteMetering metering(String... tenants) {
        List<Path> tokens = new ArrayList<>();
        for (String tenant : tenants) {
            tokens.add(token(tenant));
        }
        return new RemoteMetering("http://127.0.0.1:" + server.getAddress().getPort(), tokens);
    }

    /** Only its claim is read; nobody verifies it here. */
    private Path token(String tenant) {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"tenant\":\"" + tenant + "\"}").getBytes(StandardCharsets.UTF_8));
        try {
            return Files.writeString(folder.resolve(tenant + ".token"), "head." + claims + ".signature");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReportedEvent event(String tenant, String id, int bytesOfData) {
        byte[] data = ("{\"note\":\"" + "x".repeat(bytesOfData) + "\"}").getBytes(StandardCharsets.UTF_8);
        var event = new UsageEvents(URI.create("//example.test/file"))
                .event(id, UsageEventTypes.ALLOCATION_INTERVAL, tenant, "p", null, data);
        return new ReportedEvent("usage.csv", 2, new TenantSite(tenant, "narvik"), "p", event);
    }

    private void meter(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(body);
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode event : JSON.readTree(body)) {
            answer.withArray("items")
                    .addObject()
                    .put("id", event.path("id").asText())
                    .put("outcome", "metered");
        }
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        try {
            for (byte[] body : requests) {
                JSON.readTree(body).forEach(event -> ids.add(event.path("id").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
