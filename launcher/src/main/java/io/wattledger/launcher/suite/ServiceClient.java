package io.wattledger.launcher.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The HTTP surface of one service, with the operator's token. */
public final class ServiceClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final Duration HEALTH = Duration.ofSeconds(5);
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int PIECE = 1 << 16;
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = WireJson.newMapper();

    private final String service;
    private final String base;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * A client.
     *
     * @param service name for messages
     * @param base scheme, host and port
     * @param token bearer token; empty where none is needed
     */
    public ServiceClient(String service, String base, String token) {
        this.service = service;
        this.base = base;
        this.token = token;
    }

    /**
     * An answer below 400.
     *
     * @param status HTTP status
     * @param body bytes as they came
     * @param location of the header; empty where there is none
     * @param tag of the header {@code ETag}, as it came; empty where there is none
     */
    public record Answer(int status, byte[] body, String location, String tag) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new SuiteFault("a service answered something that is not JSON: " + e.getMessage(), e);
            }
        }
    }

    /** Another client of the same service, with this token; close it too. */
    public ServiceClient as(String otherToken) {
        return new ServiceClient(service, base, otherToken);
    }

    /** Whether the service answers that it is ready. */
    public boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/q/health/ready"))
                    .timeout(HEALTH)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Whether whoever is ready there takes the token: where a port was free when it was looked at, a service of another suite may
     * have come to listen there before ours did.
     */
    boolean isOurs() {
        try {
            get("/api/v1/progress", JSON);
            return true;
        } catch (ServiceRefusal | ServiceUnavailable e) {
            return false;
        }
    }

    /** Fetches a representation. */
    public Answer get(String path, String mediaType) {
        return send(path, mediaType, HttpRequest.newBuilder().GET());
    }

    /** Fetches JSON. */
    public JsonNode get(String path) {
        return get(path, JSON).json();
    }

    /** Puts JSON. */
    public JsonNode put(String path, JsonNode body) {
        return send(
                        path,
                        JSON,
                        HttpRequest.newBuilder().header("Content-Type", JSON).PUT(publisher(body)))
                .json();
    }

    /** Posts JSON; sent again under the same key, it has no further effect. */
    public Answer post(String path, JsonNode body, String idempotencyKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", JSON)
                .header("Idempotency-Key", idempotencyKey)
                .POST(publisher(body));
        return send(path, JSON, request);
    }

    /** Posts bytes of a media type. */
    public Answer post(String path, byte[] body, String mediaType) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().header("Content-Type", mediaType).POST(BodyPublishers.ofByteArray(body));
        return send(path, JSON, request);
    }

    /** Posts nothing, on condition that what was read under {@code tag} is still what is there. */
    public Answer postIfMatch(String path, String tag) {
        return send(path, JSON, HttpRequest.newBuilder().header("If-Match", tag).POST(BodyPublishers.noBody()));
    }

    /** Posts a form with a JSON part {@code reading} and a part {@code file}. */
    public Answer postFile(String path, String fileName, byte[] file, JsonNode reading) {
        String boundary = "wattledger-" + java.util.UUID.randomUUID();
        var body = new ByteArrayOutputStream(file.length + 1024);
        String quoted = fileName.replace("\\", "_").replace("\"", "_");
        body.writeBytes(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"reading\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + reading + "\r\n"));
        body.writeBytes(text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + quoted
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(file);
        body.writeBytes(text("\r\n--" + boundary + "--\r\n"));
        return send(
                path,
                JSON,
                HttpRequest.newBuilder()
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    @Override
    public void close() {
        http.close();
    }

    /**
     * Fetches a representation into a file, piece by piece, so that it may be longer than memory; the number of its bytes. A
     * file that does not come whole is not there.
     */
    public long save(String path, String mediaType, Path file) {
        return fetch(path, mediaType, content -> WholeFile.create(file, content));
    }

    /** The same in place of what the file held before, which stays there until all has come. */
    public long replace(String path, String mediaType, Path file) {
        return fetch(path, mediaType, content -> WholeFile.replace(file, content));
    }

    private long fetch(String path, String mediaType, Consumer<WholeFile.Content> store) {
        HttpResponse<InputStream> response =
                exchange(path, mediaType, HttpRequest.newBuilder().GET(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= BAD_REQUEST) {
                throw failure(path, response.statusCode(), body.readAllBytes());
            }
            var bytes = new AtomicLong();
            store.accept(out -> {
                for (byte[] piece = piece(body); piece.length > 0; piece = piece(body)) {
                    out.write(piece);
                    bytes.addAndGet(piece.length);
                }
            });
            return bytes.get();
        } catch (IOException e) {
            throw new ServiceUnavailable(service + " broke off (" + e + ")");
        }
    }

    /** The next bytes, none at the end. That the service breaks off is told here; every other fault is one of the file. */
    private byte[] piece(InputStream body) {
        try {
            return body.readNBytes(PIECE);
        } catch (IOException e) {
            throw new ServiceUnavailable(service + " broke off (" + e + ")");
        }
    }

    private Answer send(String path, String mediaType, HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(path, mediaType, request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= BAD_REQUEST) {
            throw failure(path, response.statusCode(), response.body());
        }
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(""),
                response.headers().firstValue("ETag").orElse(""));
    }

    private <T> HttpResponse<T> exchange(
            String path, String mediaType, HttpRequest.Builder request, BodyHandler<T> handler) {
        request.uri(uri(path)).timeout(ANSWER).header("Accept", mediaType);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new ServiceUnavailable(service + " does not answer at " + base + " (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteFault("interrupted while " + service + " was asked", e);
        }
    }

    private RuntimeException failure(String path, int status, byte[] body) {
        String asked = uri(path).getPath();
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            String answered = service + " answered " + status + " to " + asked;
            return new ServiceUnavailable(
                    String.valueOf(ServiceRefusal.of(answered, status, body).getMessage()));
        }
        return ServiceRefusal.of(service + " refused " + asked + " with " + status, status, body);
    }

    private URI uri(String path) {
        return URI.create(path.startsWith("http") ? path : base + path);
    }

    private static BodyPublisher publisher(JsonNode body) {
        return BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
