package io.wattledger.billing.flow;

import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives what issued documents were computed from. Each method works inside the caller's transaction. */
public interface EvidenceBook {

    /**
     * What was written down of a document at issue.
     *
     * @param model the document as data
     * @param basis what it was computed from; empty for documents issued before such things were kept
     * @param ruleSet names and versions of the rules by which it was found valid
     */
    record Kept(byte[] model, Optional<byte[]> basis, String ruleSet) {

        /** What it was computed from; empty for documents issued before such things were kept. */
        Optional<InvoiceBasis> computedFrom() {
            return basis.map(content -> {
                try {
                    return WireJson.read(content, InvoiceBasis.class);
                } catch (IOException e) {
                    throw new UncheckedIOException("a basis is stored in a form that cannot be read", e);
                }
            });
        }
    }

    /** What was written down of the document of that number; empty where it is unknown or not visible. */
    Optional<Kept> kept(Connection connection, String number) throws SQLException;

    /**
     * Tells the usage that was written down under a number of a tenant and whose charge periods begin in a span, record by record
     * in order of its keys.
     */
    void usage(
            Connection connection,
            String tenant,
            String number,
            Instant start,
            Instant end,
            Consumer<RatedUsage> record)
            throws SQLException;

    /**
     * Tells the usage of a span as it stood when some documents had been issued under whose numbers it is written down, record by
     * record in order of its keys.
     */
    void usage(Connection connection, UsageSpan span, Collection<String> numbers, Consumer<RatedUsage> record)
            throws SQLException;
}
