package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.RatedUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Keeps what every revision of a record was rated from, for ever. Each method works inside the caller's transaction. */
public interface EvidenceBook {

    /**
     * A revision of a record of a tenant.
     *
     * @param project its project
     * @param site its site; {@code -} in the record of a month
     * @param sku its SKU; {@code -} in the record of a month
     * @param periodStart where its charge period begins
     * @param revision which revision of it
     */
    record RecordRevision(String project, String site, String sku, Instant periodStart, long revision) {

        /** The revision that a message is. */
        static RecordRevision of(RatedUsage message) {
            return new RecordRevision(
                    message.project(), message.site(), message.sku(), message.periodStart(), message.revision());
        }
    }

    /** Keeps the basis of each entry that has one. */
    void keep(Connection connection, Collection<RatedDays.Entry> entries) throws SQLException;

    /** Hashes of the bases of records; one whose basis is not known is absent. */
    Map<RecordRevision, String> bases(Connection connection, String tenant, Collection<RecordRevision> records)
            throws SQLException;

    /** The content of inputs by hash, of a tenant and of nobody; one that is not known is absent. */
    Map<String, byte[]> contents(Connection connection, String tenant, Collection<String> hashes) throws SQLException;
}
