package io.wattledger.acceptance.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The running pricing service as its operator sees it. */
final class PricingDoors {

    private static final String PRICES =
            "{\"format\":\"csv\",\"series\":\"series\",\"columns\":{\"start\":\"start\",\"price\":\"price\"}}";
    private static final String RATES =
            "{\"format\":\"exchange-rate-csv\",\"columns\":{\"date\":\"date\",\"rates\":{\"rate\":\"rate\"}}}";

    private final ServiceUnderTest pricing;
    private final String token;

    /**
     * The doors of a service.
     *
     * @param token of an operator
     */
    PricingDoors(ServiceUnderTest pricing, String token) {
        this.pricing = pricing;
        this.token = token;
    }

    /** A catalog that lies beside this class. */
    static byte[] catalog(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PricingDoors.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** Hands in prices of the series {@code series}: a CSV with {@code start} and {@code price}. */
    void prices(String name, byte[] csv) throws IOException, InterruptedException {
        upload(name, PRICES, csv);
    }

    /** Hands in rates of the exchange rate {@code rate}: a CSV with {@code date} and {@code rate}. */
    void rates(String name, byte[] csv) throws IOException, InterruptedException {
        upload(name, RATES, csv);
    }

    /** Applies a catalog. */
    void put(byte[] body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(pricing.at("/api/v1/catalog"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(body)));
    }

    private void upload(String name, String reading, byte[] content) throws IOException, InterruptedException {
        String boundary = "----wattledger-benchmark";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, boundary, "name=\"file\"; filename=\"" + name + "\"", "text/csv", content);
        part(body, boundary, "name=\"reading\"", "application/json", reading.getBytes(StandardCharsets.UTF_8));
        body.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        send(HttpRequest.newBuilder(pricing.at("/api/v1/price-documents"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, String type, byte[] content)
            throws IOException {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; " + name + "\r\nContent-Type: " + type
                + "\r\n\r\n";
        body.write(head.getBytes(StandardCharsets.US_ASCII));
        body.write(content);
        body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("pricing answered " + answer.statusCode() + ": " + answer.body());
            }
        }
    }
}
