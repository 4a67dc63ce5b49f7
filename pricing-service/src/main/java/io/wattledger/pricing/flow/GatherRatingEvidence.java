package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.evidence.RatingInput;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers all that revisions of records were rated from, down to the slots and the price documents. */
@ApplicationScoped
public class GatherRatingEvidence {

    private final TenantScope scope;
    private final EvidenceBook evidence;
    private final PriceBook prices;

    GatherRatingEvidence(TenantScope scope, EvidenceBook evidence, PriceBook prices) {
        this.scope = scope;
        this.evidence = evidence;
        this.prices = prices;
    }

    /**
     * What records were rated from.
     *
     * @param bases one for each record asked for, in that order
     * @param inputs content by hash
     * @param documents price documents by hash, as they were received
     */
    public record RatingEvidence(
            List<BasisOf> bases, SortedMap<String, byte[]> inputs, SortedMap<String, byte[]> documents) {}

    /**
     * The basis of a record.
     *
     * @param record which record
     * @param sha256 hash of its basis; absent where there was no such revision, or before such things were kept
     */
    public record BasisOf(RecordRevision record, @Nullable String sha256) {}

    /** Gathers for records of one tenant. */
    public RatingEvidence gather(String tenant, List<RecordRevision> records) {
        return scope.inTransaction(tenant, connection -> gather(connection, tenant, records));
    }

    private RatingEvidence gather(Connection connection, String tenant, List<RecordRevision> records)
            throws SQLException {
        Map<RecordRevision, String> known = evidence.bases(connection, tenant, records);
        List<BasisOf> bases =
                records.stream().map(one -> new BasisOf(one, known.get(one))).toList();
        SortedMap<String, byte[]> inputs = new TreeMap<>();
        SortedSet<String> documents = new TreeSet<>();
        Set<String> next = new HashSet<>(known.values());
        while (!next.isEmpty()) {
            Map<String, byte[]> contents = evidence.contents(connection, tenant, next);
            inputs.putAll(contents);
            next = new HashSet<>();
            for (RatingInput input : read(contents.values())) {
                next.addAll(input.leadsTo());
                documents.addAll(input.documents());
            }
            next.removeAll(inputs.keySet());
        }
        SortedMap<String, byte[]> contents = new TreeMap<>();
        for (String sha256 : documents) {
            prices.content(connection, sha256).ifPresent(bytes -> contents.put(sha256, bytes));
        }
        return new RatingEvidence(bases, inputs, contents);
    }

    private static List<RatingInput> read(Collection<byte[]> contents) {
        List<RatingInput> inputs = new ArrayList<>();
        for (byte[] content : contents) {
            try {
                inputs.add(WireJson.read(content, RatingInput.class));
            } catch (IOException e) {
                throw new UncheckedIOException("an input is stored in a form that cannot be read", e);
            }
        }
        return inputs;
    }
}
