package io.wattledger.chassis.kafka;

import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.tenancy.TenantScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One consumer of one subscription. A batch takes effect in the transaction that moves the consumed position. Whatever
 * was polled and did not take effect, for whatever reason, is read again from the stored position before anything else
 * is polled, since the consumer itself is past it already. A reader whose partition was taken over meanwhile finds the
 * position moved and gives its batch up.
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
    private final Set<TopicPartition> unsettled = new HashSet<>();

    /**
     * Records per transaction where a batch has failed, fewer each time and more again after each poll: what takes too
     * long or too much room at once goes through in parts, and a bad record in the end only holds up those behind it.
     */
    private final Map<TopicPartition, Integer> batchRecords = new HashMap<>();

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
        try {
            settle();
            workEach(polled());
            return true;
        } catch (WakeupException e) {
            return false;
        }
    }

    /** What is next, in lists that nobody else holds: what has been decoded is let go of at once. */
    private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(poll);
        unsettled.addAll(records.partitions());
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            polled.put(partition, new ArrayList<>(records.records(partition)));
        }
        return polled;
    }

    /** A partition whose batch fails holds no other up; the first failure is thrown when all have had their turn. */
    private void workEach(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled) {
        RuntimeException first = null;
        for (Map.Entry<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> one : polled.entrySet()) {
            TopicPartition partition = one.getKey();
            try {
                work(partition, one.getValue());
                unsettled.remove(partition);
            } catch (ConsumedPositions.PositionMoved e) {
                // Expected whenever another copy takes over, and its work is done: nothing to wait for.
                LOG.infof("%s: %s; reading goes on from where it is now", subscription.name(), e.getMessage());
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void work(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        while (!records.isEmpty()) {
            int most = batchRecords.getOrDefault(partition, subscription.batchRecords());
            List<ConsumerRecord<byte[], byte[]>> next = records.subList(0, Math.min(records.size(), most));
            int size = next.size();
            try {
                apply(partition, next);
            } catch (ConsumedPositions.PositionMoved e) {
                throw e;
            } catch (RuntimeException e) {
                batchRecords.put(partition, Math.max(1, size / 2));
                throw e;
            }
        }
        batchRecords.computeIfPresent(partition, (one, few) -> few * 2 < subscription.batchRecords() ? few * 2 : null);
    }

    /** Clears {@code records} as soon as they are decoded: while the database works they would only fill the memory. */
    private void apply(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        long next = records.getLast().offset() + 1;
        PartitionBatch batch = new PartitionBatch(partition.topic(), partition.partition(), next, records);
        D decoded = subscription.handler().decode(batch);
        records.clear();
        OptionalLong expected = known.getOrDefault(partition, OptionalLong.empty());
        scope.inTransactionDo(subscription.handler().tenants(decoded), connection -> {
            positions.advance(connection, batch, expected);
            subscription.handler().apply(decoded, connection);
        });
        known.put(partition, OptionalLong.of(next));
    }

    /** Rewinds what was polled without effect; fails as long as the stored positions cannot be read. */
    private void settle() {
        for (TopicPartition partition : List.copyOf(unsettled)) {
            rewind(partition);
            unsettled.remove(partition);
        }
    }

    /** Seeks a partition to where its effects end. */
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
            // Noted first: if the positions cannot be read now, nothing is polled from where Kafka would begin.
            unsettled.addAll(partitions);
            settle();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(known::remove);
            partitions.forEach(batchRecords::remove);
            unsettled.removeAll(partitions);
        }
    }
}
