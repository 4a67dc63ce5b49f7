package io.wattledger.pricing.kafka;

import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.flow.UnreadableRecords;
import io.wattledger.pricing.flow.UnreadableRecords.Unreadable;
import io.wattledger.pricing.ops.PricingMetrics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes messages that state what is from a topic. Tombstones are passed over: what was stated once is kept. A record
 * that cannot be read is set aside and holds nothing up.
 *
 * @param <M> the message
 */
final class StatedTotals<M> implements BatchHandler<Decoded<M>> {

    private final Class<M> type;
    private final Function<M, String> tenantOf;
    private final UseCase<M> useCase;
    private final UnreadableRecords unreadable;
    private final PricingMetrics metrics;

    /** What is done with the messages of a batch. */
    @FunctionalInterface
    interface UseCase<M> {
        void take(Connection connection, List<M> messages) throws SQLException;
    }

    StatedTotals(
            Class<M> type,
            Function<M, String> tenantOf,
            UseCase<M> useCase,
            UnreadableRecords unreadable,
            PricingMetrics metrics) {
        this.type = type;
        this.tenantOf = tenantOf;
        this.useCase = useCase;
        this.unreadable = unreadable;
        this.metrics = metrics;
    }

    @Override
    public Decoded<M> decode(PartitionBatch batch) {
        List<M> messages = new ArrayList<>();
        List<Unreadable> refused = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
            if (record.value() == null) {
                continue;
            }
            try {
                messages.add(WireJson.read(record.value(), type));
            } catch (IOException e) {
                refused.add(new Unreadable(
                        batch.topic(),
                        batch.partition(),
                        record.offset(),
                        record.key(),
                        record.value(),
                        String.valueOf(e.getMessage())));
            }
        }
        return new Decoded<>(messages, refused);
    }

    @Override
    public Collection<String> tenants(Decoded<M> decoded) {
        Collection<String> tenants = new TreeSet<>();
        tenants.add(TenantScope.NO_TENANT);
        decoded.messages().forEach(message -> tenants.add(tenantOf.apply(message)));
        return tenants;
    }

    @Override
    public void apply(Decoded<M> decoded, Connection connection) throws SQLException {
        useCase.take(connection, decoded.messages());
        unreadable.keep(connection, decoded.unreadable());
        metrics.recordsUnreadable(decoded.unreadable().size());
    }
}
