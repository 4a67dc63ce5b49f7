package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.RatedEntry;
import io.wattledger.billing.flow.RecordRatedUsage;
import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.tenancy.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Hands batches of rated usage to the ledger. */
final class RatedUsageBatches implements BatchHandler<Readings<RatedEntry>> {

    private final RecordRatedUsage recordRatedUsage;

    RatedUsageBatches(RecordRatedUsage recordRatedUsage) {
        this.recordRatedUsage = recordRatedUsage;
    }

    @Override
    public Readings<RatedEntry> decode(PartitionBatch batch) {
        return Readings.of(batch, RecordRatedUsage::entry);
    }

    @Override
    public Collection<String> tenants(Readings<RatedEntry> decoded) {
        Set<String> tenants = new TreeSet<>();
        decoded.read().forEach(entry -> tenants.add(entry.usage().tenant()));
        tenants.add(TenantScope.NO_TENANT);
        return tenants;
    }

    @Override
    public void apply(Readings<RatedEntry> decoded, Connection connection) throws SQLException {
        recordRatedUsage.record(connection, decoded.read(), decoded.unreadable());
    }
}
