package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.NameBook.Name;
import io.wattledger.billing.flow.RecordNames;
import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.tenancy.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Hands names of sites or SKUs to the book of names. */
final class NameBatches implements BatchHandler<Readings<Name>> {

    private final Readings.Reading<Name> reading;
    private final RecordNames recordNames;

    NameBatches(Readings.Reading<Name> reading, RecordNames recordNames) {
        this.reading = reading;
        this.recordNames = recordNames;
    }

    @Override
    public Readings<Name> decode(PartitionBatch batch) {
        return Readings.of(batch, reading);
    }

    @Override
    public Collection<String> tenants(Readings<Name> decoded) {
        return List.of(TenantScope.NO_TENANT);
    }

    @Override
    public void apply(Readings<Name> decoded, Connection connection) throws SQLException {
        recordNames.record(connection, decoded.read(), decoded.unreadable());
    }
}
