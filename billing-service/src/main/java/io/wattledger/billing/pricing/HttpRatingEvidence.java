package io.wattledger.billing.pricing;

import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.flow.RatingEvidence;
import io.wattledger.billing.ops.PricingConfig;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks pricing over HTTP, with the caller's own token. */
@ApplicationScoped
public class HttpRatingEvidence implements RatingEvidence {

    /** As many as pricing takes at a time. */
    private static final int AT_A_TIME = 15_000;

    private final PricingRequests pricing;

    HttpRatingEvidence(PricingConfig config) {
        pricing = new PricingRequests(config);
    }

    private record AskedRecord(String project, String site, String sku, Instant periodStart, long revision) {}

    private record Question(String tenant, List<AskedRecord> records) {}

    private record Input(String sha256, String content) {}

    private record Document(String sha256, byte[] content) {}

    private record Body(List<RecordBasis> bases, List<Input> inputs, List<Document> documents) {}

    @Override
    public Answer of(String authorization, String tenant, Collection<RatedUsage> records) {
        List<AskedRecord> asked = new ArrayList<>(new LinkedHashSet<>(records.stream()
                .map(one -> new AskedRecord(one.project(), one.site(), one.sku(), one.periodStart(), one.revision()))
                .toList()));
        List<RecordBasis> bases = new ArrayList<>();
        SortedMap<String, byte[]> inputs = new TreeMap<>();
        SortedMap<String, byte[]> documents = new TreeMap<>();
        for (int from = 0; from < asked.size(); from += AT_A_TIME) {
            Body body = ask(
                    authorization, new Question(tenant, asked.subList(from, Math.min(from + AT_A_TIME, asked.size()))));
            bases.addAll(body.bases());
            body.inputs()
                    .forEach(input -> inputs.put(input.sha256(), input.content().getBytes(StandardCharsets.UTF_8)));
            body.documents().forEach(document -> documents.put(document.sha256(), document.content()));
        }
        return new Answer(bases, inputs, documents);
    }

    private Body ask(String authorization, Question question) {
        HttpRequest request = pricing.to("/api/v1/rating-evidence", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(WireJson.write(question)))
                .build();
        HttpResponse<byte[]> response = pricing.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != PricingRequests.OK) {
            throw new Unreachable("pricing answered with status " + response.statusCode());
        }
        try {
            return WireJson.read(response.body(), Body.class);
        } catch (IOException e) {
            throw pricing.failed(e);
        }
    }
}
