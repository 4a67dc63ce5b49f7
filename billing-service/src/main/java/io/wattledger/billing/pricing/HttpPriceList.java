package io.wattledger.billing.pricing;

import io.wattledger.billing.flow.PriceList;
import io.wattledger.billing.flow.RatingEvidence.Unreachable;
import io.wattledger.billing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Looks prices up over HTTP one by one, as any reader of the exports can, with the caller's own token. */
@ApplicationScoped
public class HttpPriceList implements PriceList {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final PricingConfig config;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** Asks the pricing service at the address that the configuration names. */
    public HttpPriceList(PricingConfig config) {
        this.config = config;
    }

    @Override
    public List<String> unknown(String authorization, Collection<String> skuPriceIds) {
        List<String> unknown = new ArrayList<>();
        for (String id : skuPriceIds) {
            int status = status(authorization, id);
            if (status == NOT_FOUND) {
                unknown.add(id);
            } else if (status != OK) {
                throw new Unreachable("pricing answered with status " + status + " when asked for the price " + id);
            }
        }
        return unknown;
    }

    private int status(String authorization, String id) {
        HttpRequest request = HttpRequest.newBuilder(address(id))
                .timeout(config.timeout())
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .GET()
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new Unreachable("pricing at " + config.url() + " did not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("asking pricing was interrupted");
        }
    }

    /** The id with its slashes, each part between them encoded. */
    private URI address(String id) {
        String path = Arrays.stream(id.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return config.url().resolve("/api/v1/price-list/" + path);
    }
}
