package io.wattledger.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What the metering service of a running suite says, as an auditor sees it. */
final class MeteringView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final String token;

    /** Metering of a suite that runs. */
    MeteringView(SuiteCommand suite) throws IOException {
        JsonNode status = JSON.readTree(suite.run("status", "-o", "json").output());
        this.address = StreamSupport.stream(status.get("processes").spliterator(), false)
                .filter(part -> part.get("name").asText().equals("metering"))
                .findFirst()
                .orElseThrow()
                .get("address")
                .asText();
        this.token = suite.run("token", "auditor").output().strip();
    }

    /** Where it listens. */
    String address() {
        return address;
    }

    /** Metered milli-GPU-seconds between two days by what {@code key} makes of a row of usage. */
    Map<String, Long> milliGpuSeconds(String from, String to, Function<JsonNode, String> key)
            throws IOException, InterruptedException {
        Map<String, Long> totals = new TreeMap<>();
        String query = "/api/v1/usage?limit=1000&from=" + from + "T00:00:00Z&to=" + to + "T00:00:00Z";
        JsonNode page = get(query);
        while (true) {
            for (JsonNode row : page.get("items")) {
                totals.merge(key.apply(row), row.get("milliGpuSeconds").asLong(), Long::sum);
            }
            if (!page.hasNonNull("nextCursor")) {
                break;
            }
            page = get(query + "&cursor=" + page.get("nextCursor").asText());
        }
        return totals;
    }

    /** Fetches JSON. */
    JsonNode get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        }
    }
}
