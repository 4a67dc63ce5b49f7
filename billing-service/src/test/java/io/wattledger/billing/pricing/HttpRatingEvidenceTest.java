package io.wattledger.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.flow.RatingEvidence;
import io.wattledger.billing.ops.PricingConfig;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRatingEvidenceTest {

    private static final RatedUsage RECORD =
            RatedDay.of("havvik", "c-2026", "2026-10-01").gpuHours("10", "10").build();

    private final List<String> asked = new ArrayList<>();
    private String answer = "{\"bases\":[],\"inputs\":[],\"documents\":[]}";
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/rating-evidence", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RatingEvidence.Answer ask() {
        List<RatingEvidence.Answer> answers = new ArrayList<>();
        int port = server.getAddress().getPort();
        new HttpRatingEvidence(new PricingConfig() {
                    @Override
                    public URI url() {
                        return URI.create("http://127.0.0.1:" + port);
                    }

                    @Override
                    public Duration timeout() {
                        return Duration.ofSeconds(10);
                    }
                })
                .ask("Bearer token-of-the-caller", "havvik", Set.of(RatingEvidence.Asked.of(RECORD)), answers::add);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    @Test
    void asksWithTheCallersToken() {
        ask();
        assertThat(asked).hasSize(2).first().isEqualTo("Bearer token-of-the-caller");
        assertThat(asked.getLast())
                .startsWith("{\"tenant\":\"havvik\",\"records\":[{\"project\":")
                .containsOnlyOnce("\"revision\":1");
    }

    @Test
    void takesInputsAsTheyAreAndDocumentsFromBase64() {
        answer = "{\"bases\":[{\"project\":\"p\",\"site\":\"s\",\"sku\":\"k\",\"periodStart\":\"2026-10-01T00:00:00Z\","
                + "\"revision\":1,\"sha256\":\"aa\"}],\"inputs\":[{\"sha256\":\"aa\",\"content\":\"{\\\"å\\\":1}\"}],"
                + "\"documents\":[{\"sha256\":\"bb\",\"content\":\"AAEC\"}]}";
        RatingEvidence.Answer found = ask();
        assertThat(found.bases()).singleElement().extracting("sha256").isEqualTo("aa");
        assertThat(found.inputs().get("aa")).isEqualTo("{\"å\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(found.documents().get("bb")).containsExactly(0, 1, 2);
    }

    @Test
    void saysThatPricingRefusedOrDidNotAnswer() {
        status = 500;
        assertThatThrownBy(() -> ask())
                .isInstanceOf(RatingEvidence.Unreachable.class)
                .hasMessageContaining("500");
        server.stop(0);
        assertThatThrownBy(() -> ask())
                .isInstanceOf(RatingEvidence.Unreachable.class)
                .hasMessageContaining("did not answer");
    }
}
