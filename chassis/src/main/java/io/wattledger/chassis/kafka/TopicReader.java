package io.wattledger.chassis.kafka;

import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.tenancy.TenantScope;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One consumer of one subscription. A batch takes effect in the transaction that moves the consumed position; after a
 * failure the partition is read again from the stored position. A reader whose partition was taken over meanwhile finds
 * the position moved and gives its batch up.
 *
 * @param <D> what the records mean
 */
final class TopicReader<D> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TopicReader.class);

    private final Subscription<D> subscription;
    private final Consumer<byte[], byte[]> consumer;
    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final Duration poll;
    private final Map<TopicPartition, OptionalLong> known = new HashMap<>();
    private final Loop loop;

    TopicReader(
            Subscription<D> subscription,
            Consumer<byte[], byte[]> consumer,
            TenantScope scope,
            ConsumedPositions positions,
            Duration poll,
            int number) {
        this.subscription = subscription;
        this.consumer = consumer;
        this.scope = scope;
        this.positions = positions;
        this.poll = poll;
        consumer.subscribe(List.of(subscription.topic()), new FromStoredPositions());
        this.loop = Loop.start(subscription.name() + "-" + number, Duration.ZERO, this::round);
    }

    private boolean round() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(poll);
        } catch (WakeupException e) {
            return false;
        }
        for (TopicPartition partition : records.partitions()) {
            work(partition, records.records(partition));
        }
        return true;
    }

    private void work(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            for (int from = 0; from < records.size(); from += subscription.batchRecords()) {
                int to = Math.min(records.size(), from + subscription.batchRecords());
                apply(partition, records.subList(from, to));
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "%s: batch of %s given up, the partition is read again from its stored position",
                    subscription.name(),
                    partition);
            rewind(partition);
            throw e;
        }
    }

    private void apply(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        long next = records.getLast().offset() + 1;
        PartitionBatch batch = new PartitionBatch(partition.topic(), partition.partition(), next, records);
        D decoded = subscription.handler().decode(batch);
        OptionalLong expected = known.getOrDefault(partition, OptionalLong.empty());
        scope.inTransactionDo(subscription.handler().tenants(decoded), connection -> {
            positions.advance(connection, batch, expected);
            subscription.handler().apply(decoded, connection);
        });
        known.put(partition, OptionalLong.of(next));
    }

    /** Seeks each partition to where its effects end. */
    private void rewind(TopicPartition partition) {
        OptionalLong stored =
                scope.asOperator(connection -> positions.find(connection, partition.topic(), partition.partition()));
        known.put(partition, stored);
        if (stored.isPresent()) {
            consumer.seek(partition, stored.getAsLong());
        } else {
            consumer.seekToBeginning(List.of(partition));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        loop.close();
        consumer.close();
    }

    private final class FromStoredPositions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(TopicReader.this::rewind);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(known::remove);
        }
    }
}
