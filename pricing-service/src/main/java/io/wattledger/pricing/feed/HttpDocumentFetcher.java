package io.wattledger.pricing.feed;

import io.wattledger.pricing.flow.DocumentFetcher;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents by HTTP: within a time for the whole exchange, up to a size, and without following redirects, since
 * the address is administered and nobody else may choose it.
 */
@ApplicationScoped
public class HttpDocumentFetcher implements DocumentFetcher {

    private final PricingConfig.Feeds config;
    private final HttpClient client;

    HttpDocumentFetcher(PricingConfig config) {
        this.config = config.feeds();
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.feeds().timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Answer fetch(URI address, @Nullable String etag) {
        Duration timeout = config.timeout();
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "application/json, application/xml, text/xml, text/csv;q=0.9, */*;q=0.5")
                .header("User-Agent", "Wattledger");
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.mostBytes()));
        String where = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
        try {
            return answerOf(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS), where);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Failed(where + ": no whole answer within " + timeout);
        } catch (ExecutionException e) {
            return new Failed(where + ": " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(where + ": interrupted");
        }
    }

    private String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : " " + cause.getMessage())
                + " (at most " + config.mostBytes() + " bytes are read)";
    }

    private static Answer answerOf(HttpResponse<byte[]> response, String where) {
        return switch (response.statusCode()) {
            case 200 ->
                new Document(
                        name(response.uri()),
                        response.body(),
                        response.headers().firstValue("ETag").orElse(null));
            case 204 -> new NothingYet();
            case 304 -> new Unchanged();
            default -> new Failed(where + ": HTTP status " + response.statusCode());
        };
    }

    private static String name(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? address.getHost() : name;
    }
}
