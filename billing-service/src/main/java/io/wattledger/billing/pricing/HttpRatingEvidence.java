package io.wattledger.billing.pricing;

import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.flow.RatingEvidence;
import io.wattledger.billing.ops.PricingConfig;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Asks pricing over HTTP, with the caller's own token. */
@ApplicationScoped
public class HttpRatingEvidence implements RatingEvidence {

    /** Fewer than pricing takes at a time (15,000): a record can have 10 KB of inputs, and both sides hold the answer. */
    private static final int AT_A_TIME = 2_000;

    private final PricingRequests pricing;

    HttpRatingEvidence(PricingConfig config) {
        pricing = new PricingRequests(config);
    }

    private record Question(String tenant, List<Asked> records) {}

    private record Input(String sha256, String content) {}

    private record Document(String sha256, byte[] content) {}

    private record Body(List<RecordBasis> bases, List<Input> inputs, List<Document> documents) {}

    @Override
    public void ask(String authorization, String tenant, Set<Asked> records, Consumer<Answer> taker) {
        List<Asked> asked = List.copyOf(records);
        for (int from = 0; from < asked.size(); from += AT_A_TIME) {
            Body body = ask(
                    authorization, new Question(tenant, asked.subList(from, Math.min(from + AT_A_TIME, asked.size()))));
            SortedMap<String, byte[]> inputs = new TreeMap<>();
            SortedMap<String, byte[]> documents = new TreeMap<>();
            body.inputs()
                    .forEach(input -> inputs.put(input.sha256(), input.content().getBytes(StandardCharsets.UTF_8)));
            body.documents().forEach(document -> documents.put(document.sha256(), document.content()));
            taker.accept(new Answer(body.bases(), inputs, documents));
        }
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
