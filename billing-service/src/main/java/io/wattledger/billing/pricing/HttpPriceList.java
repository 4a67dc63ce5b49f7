package io.wattledger.billing.pricing;

import io.wattledger.billing.flow.PriceList;
import io.wattledger.billing.flow.RatingEvidence.Unreachable;
import io.wattledger.billing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Looks prices up over HTTP one by one, as any reader of the exports can, with the caller's own token. */
@ApplicationScoped
public class HttpPriceList implements PriceList {

    private static final int NOT_FOUND = 404;

    private final PricingRequests pricing;

    /** Asks the pricing service at the address that the configuration names. */
    public HttpPriceList(PricingConfig config) {
        pricing = new PricingRequests(config);
    }

    @Override
    public List<String> unknown(String authorization, Collection<String> skuPriceIds) {
        List<String> unknown = new ArrayList<>();
        for (String id : skuPriceIds) {
            int status = status(authorization, id);
            if (status == NOT_FOUND) {
                unknown.add(id);
            } else if (status != PricingRequests.OK) {
                throw new Unreachable("pricing answered with status " + status + " when asked for the price " + id);
            }
        }
        return unknown;
    }

    private int status(String authorization, String id) {
        HttpRequest request = pricing.to(path(id), authorization).GET().build();
        return pricing.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The id with its slashes, each part between them encoded. */
    private static String path(String id) {
        String path = Arrays.stream(id.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return "/api/v1/price-list/" + path;
    }
}
