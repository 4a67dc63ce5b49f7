package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.RecordWatermarks;
import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.UsageWatermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Hands watermarks of sites to their book. */
final class WatermarkBatches implements BatchHandler<Readings<UsageWatermark>> {

    private final RecordWatermarks recordWatermarks;

    WatermarkBatches(RecordWatermarks recordWatermarks) {
        this.recordWatermarks = recordWatermarks;
    }

    @Override
    public Readings<UsageWatermark> decode(PartitionBatch batch) {
        return Readings.of(batch, value -> WireJson.read(value, UsageWatermark.class));
    }

    @Override
    public Collection<String> tenants(Readings<UsageWatermark> decoded) {
        Set<String> tenants = new TreeSet<>();
        decoded.read().forEach(watermark -> tenants.add(watermark.tenant()));
        tenants.add(TenantScope.NO_TENANT);
        return tenants;
    }

    @Override
    public void apply(Readings<UsageWatermark> decoded, Connection connection) throws SQLException {
        recordWatermarks.record(connection, decoded.read(), decoded.unreadable());
    }
}
