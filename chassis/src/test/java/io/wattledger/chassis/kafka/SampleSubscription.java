package io.wattledger.chassis.kafka;

import io.wattledger.contracts.Topics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often each record took effect; can be told to fail after its effects. */
class SampleSubscription {

    /** Several partitions fit into one poll, which is as large as a batch. */
    static final int BATCH = 100;

    static final AtomicInteger FAILURES_TO_COME = new AtomicInteger();

    @Produces
    @Singleton
    Subscription<List<String>> subscription() {
        return new Subscription<>("sample", Topics.USAGE_EVENTS, BATCH, 2, new BatchHandler<>() {
            @Override
            public List<String> decode(PartitionBatch batch) {
                return batch.records().stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList();
            }

            @Override
            public List<String> join(List<List<String>> pieces) {
                return pieces.stream().flatMap(List::stream).toList();
            }

            @Override
            public Collection<String> tenants(List<String> decoded) {
                return List.of("a");
            }

            @Override
            public void apply(List<String> decoded, Connection connection) throws SQLException {
                String sql = "INSERT INTO sample (tenant_id, id) VALUES ('a', ?)"
                        + " ON CONFLICT (tenant_id, id) DO UPDATE SET seen = sample.seen + 1";
                try (PreparedStatement insert = connection.prepareStatement(sql)) {
                    for (String id : decoded) {
                        insert.setString(1, id);
                        insert.executeUpdate();
                    }
                }
                if (FAILURES_TO_COME.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new SQLException("told to fail after the effects");
                }
            }
        });
    }
}
