package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.suite.AnsweredService;
import io.wattledger.launcher.suite.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What metering is sent when somebody retires a collector, over HTTP and with the locks that a command holds. */
class CollectorDeskTest {

    private final List<JsonNode> sent = new ArrayList<>();
    private final List<JsonNode> claims = new ArrayList<>();
    private String state = "active";

    /** Only a token of the tenant may speak for its collector. */
    @Test
    void retiresTheCollectorOfATenantInItsName(@TempDir Path data) throws IOException {
        try (var metering = new AnsweredService("metering", data)) {
            metering.answer("/api/v1/watermarks", exchange -> AnsweredService.json(exchange, """
                    {"items": [{"site": "narvik", "tenant": "acme", "collectors": [
                      {"collector": "/old", "state": "%s", "completeUntil": "2026-10-01T00:00:00Z"}]}]}""".formatted(state)));
            metering.answer("/api/v1/events", exchange -> {
                String token =
                        exchange.getRequestHeaders().getFirst("Authorization").split("\\.", -1)[1];
                claims.add(json(Base64.getUrlDecoder().decode(token)));
                sent.add(json(exchange.getRequestBody().readAllBytes()));
                state = "retired";
                AnsweredService.json(exchange, "{}");
            });
            try (Services services = metering.services()) {
                JsonNode after = new CollectorDesk(services, metering.suite()).retire("narvik", "/old", "acme");

                assertThat(CollectorDesk.isRetired(after)).isTrue();
            }
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

    private static JsonNode json(byte[] bytes) throws IOException {
        return WireJson.newMapper().readTree(bytes);
    }
}
