package io.wattledger.billing.pricing;

import io.wattledger.billing.flow.RatingEvidence.Unreachable;
import io.wattledger.billing.ops.PricingConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;

/** Sends requests to the pricing service that the configuration names, with the caller's own token. */
final class PricingRequests {

    static final int OK = 200;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final PricingConfig config;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    PricingRequests(PricingConfig config) {
        this.config = config;
    }

    /** A request that wants JSON. */
    HttpRequest.Builder to(String path, String authorization) {
        return HttpRequest.newBuilder(config.url().resolve(path))
                .timeout(config.timeout())
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }

    /** Says that there was no answer, or none that could be read. */
    Unreachable failed(IOException reason) {
        return new Unreachable("pricing at " + config.url() + " did not answer: " + reason);
    }

    /**
     * The answer, of any status.
     *
     * @throws Unreachable when there is none
     */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("asking pricing was interrupted");
        }
    }
}
