package io.wattledger.billing.flow;

import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.contracts.message.RatedUsage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Asks pricing what rated records were made from. */
public interface RatingEvidence {

    /**
     * The answer.
     *
     * @param bases one for each record asked for
     * @param inputs content by SHA-256
     * @param documents price documents as they were received, by SHA-256
     */
    record Answer(List<RecordBasis> bases, SortedMap<String, byte[]> inputs, SortedMap<String, byte[]> documents) {}

    /**
     * A revision of a record.
     *
     * @param project as pricing knows it
     */
    record Asked(String project, String site, String sku, Instant periodStart, long revision) {

        /** The revision that a record is. */
        public static Asked of(RatedUsage record) {
            return new Asked(record.project(), record.site(), record.sku(), record.periodStart(), record.revision());
        }
    }

    /** Pricing gave no answer. */
    final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** What happened, for a person. */
        public Unreachable(String detail) {
            super(detail);
        }
    }

    /**
     * Asks for records of a tenant, some at a time.
     *
     * @param records asked for in their order
     * @param taker gets each answer; inputs and documents may come in several of them
     * @param authorization the caller's own, which is passed on, so that nobody learns more than pricing lets it see
     * @throws Unreachable where pricing cannot be reached or refuses
     */
    void ask(String authorization, String tenant, Set<Asked> records, Consumer<Answer> taker);
}
