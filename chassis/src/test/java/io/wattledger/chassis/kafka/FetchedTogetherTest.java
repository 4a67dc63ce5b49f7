package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is fetched of a partition takes effect at once. The consumer is Kafka's own for tests: it can be told what is fetched when. */
@QuarkusTest
@WithSuite
class FetchedTogetherTest {

    private static final int RECORDS_PER_BATCH = 1_200;
    private static final int MORE_THAN_HALF_A_BATCH = 800;
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    @Inject
    TenantScope scope;

    @Inject
    ConsumedPositions positions;

    @Test
    void whatIsFetchedNextIsNotCutInTwoToFillABatch() {
        String topic = "together-" + UUID.randomUUID();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        TopicPartition one = new TopicPartition(topic, 0);
        TopicPartition other = new TopicPartition(topic, 1);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(one, 0L, other, 0L));
        consumer.updateEndOffsets(Map.of(one, 0L, other, 0L));
        consumer.setMaxPollRecords(KafkaSettings.pollRecords(RECORDS_PER_BATCH));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(one, other));
            fetch(consumer, one, MORE_THAN_HALF_A_BATCH);
        });
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> fetch(consumer, other, RECORDS_PER_BATCH));

        try (TopicReader<Integer> _ = new TopicReader<>(
                new Subscription<>(topic, topic, RECORDS_PER_BATCH, 1, new Sizes(sizes)),
                consumer,
                scope,
                positions,
                Duration.ofMillis(100),
                1)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sizes.stream().mapToInt(Integer::intValue).sum()
                            == MORE_THAN_HALF_A_BATCH + RECORDS_PER_BATCH);
        }

        assertThat(sizes).containsExactly(MORE_THAN_HALF_A_BATCH, RECORDS_PER_BATCH);
    }

    private static void fetch(MockConsumer<byte[], byte[]> consumer, TopicPartition partition, int records) {
        for (int offset = 0; offset < records; offset++) {
            consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, VALUE, VALUE));
        }
    }

    /** Notes how many records took effect at once. */
    private record Sizes(List<Integer> applied) implements BatchHandler<Integer> {
        @Override
        public Integer decode(PartitionBatch batch) {
            return batch.records().size();
        }

        @Override
        public Integer join(List<Integer> pieces) {
            return pieces.stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public Collection<String> tenants(Integer decoded) {
            return List.of();
        }

        @Override
        public void apply(Integer decoded, Connection connection) {
            applied.add(decoded);
        }
    }
}
