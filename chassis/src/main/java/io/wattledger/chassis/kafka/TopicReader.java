package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.ConsumedPositions.Position;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.TopicFigures;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private static final int RESTRAINED_ROUNDS = 16;

    private final Subscription<D> subscription;
    private final Consumer<byte[], byte[]> consumer;
    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final Duration poll;
    private final Map<TopicPartition, OptionalLong> known = new HashMap<>();
    private final Set<TopicPartition> unsettled = new HashSet<>();

    /** What is decoded in this round and waits for more of its partition. */
    private final Map<TopicPartition, OpenBatch<D>> open = new LinkedHashMap<>();

    /**
     * Records per transaction where a batch has failed, fewer each time and more again after each poll: what takes too
     * long or too much room at once goes through in parts, and a bad record in the end only holds up those behind it.
     */
    private final Map<TopicPartition, Integer> batchRecords = new HashMap<>();

    /** In how many rounds the batches of a partition do not grow again: what was too much at once is followed by more of its kind. */
    private final Map<TopicPartition, Integer> restraint = new HashMap<>();

    /** Partitions whose records were to be decoded once more, as the log has told, and have not gone through since. */
    private final Set<TopicPartition> readAgain = new HashSet<>();

    private volatile long unread;

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
            Gathering gathering = new Gathering();
            ConsumerRecords<byte[], byte[]> records = polled(poll);
            gathering.take(records);
            while (gathering.goesOnAfter(records.count())) {
                records = polled(Duration.ZERO);
                gathering.take(records);
            }
            gathering.finish();
            passMarkers();
            return true;
        } catch (WakeupException e) {
            return false;
        } finally {
            open.clear();
        }
    }

    /**
     * Moves positions past what holds no record: the marks that transactions of a producer leave, and what was taken back. Whoever waits
     * until all is read that lies in the topic would wait for them otherwise, until the next record comes.
     */
    private void passMarkers() {
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong stored = known.get(partition);
            if (stored == null || unsettled.contains(partition)) {
                continue;
            }
            long reached = consumer.position(partition);
            if (reached > stored.orElse(0)) {
                try {
                    scope.inTransactionDo(List.of(), connection -> advance(connection, partition, reached, stored));
                    known.put(partition, OptionalLong.of(reached));
                } catch (ConsumedPositions.PositionMoved e) {
                    unsettled.add(partition);
                }
            }
        }
    }

    private void advance(Connection connection, TopicPartition partition, long reached, OptionalLong stored)
            throws SQLException {
        positions.advance(connection, new Position(partition.topic(), partition.partition(), reached), stored);
    }

    /** How many records of its partitions lie behind those that it is working on. */
    long unread() {
        return unread;
    }

    /** Whether Kafka answers; otherwise what is known of unread records is old. */
    boolean isHeard() {
        return TopicFigures.isHeard(consumer);
    }

    String topic() {
        return subscription.topic();
    }

    /** As far as the consumer knows: of a partition nothing was fetched of yet it knows nothing. */
    private long lag() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    private ConsumerRecords<byte[], byte[]> polled(Duration patience) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        unsettled.addAll(records.partitions());
        unread = lag();
        return records;
    }

    /**
     * One round: a few records at a time are read and decoded until there are enough for a transaction or no more have
     * been fetched. As records they take four times the memory of what they mean, so that only a few should be there at
     * once. A partition whose batch fails holds no other up; the first failure is thrown when all have had their turn.
     */
    private final class Gathering {
        private final Set<TopicPartition> failed = new HashSet<>();
        private @Nullable RuntimeException first;
        private int records;
        private long bytes;

        void take(ConsumerRecords<byte[], byte[]> polled) {
            for (TopicPartition partition : polled.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> next = polled.records(partition);
                records += next.size();
                next.forEach(record -> bytes += record.serializedKeySize() + record.serializedValueSize());
                attempt(partition, () -> decode(partition, next));
            }
        }

        /**
         * After a failure nothing is read on: what comes next is behind what has failed. Nor is it when half of a batch is there
         * and a poll shows that what was fetched is used up: that was of one partition where much waits, what is fetched next is of
         * another, and to take a part of it now would leave two small transactions instead of one.
         */
        boolean goesOnAfter(int polled) {
            boolean isUsedUp = polled < KafkaSettings.pollRecords(subscription.batchRecords());
            int most = isUsedUp ? subscription.batchRecords() / 2 : subscription.batchRecords();
            return polled > 0 && failed.isEmpty() && records < most && bytes < KafkaSettings.FETCH_BYTES;
        }

        void finish() {
            for (TopicPartition partition : List.copyOf(open.keySet())) {
                if (!failed.contains(partition)) {
                    attempt(partition, () -> apply(partition));
                }
            }
            for (TopicPartition partition : unsettled) {
                if (!failed.contains(partition)) {
                    readAgain.remove(partition);
                    grow(partition);
                }
            }
            unsettled.retainAll(failed);
            if (first != null) {
                throw first;
            }
        }

        private void grow(TopicPartition partition) {
            int rounds = restraint.getOrDefault(partition, 0);
            if (rounds > 0) {
                restraint.put(partition, rounds - 1);
                return;
            }
            batchRecords.computeIfPresent(
                    partition, (one, few) -> few * 2 < subscription.batchRecords() ? few * 2 : null);
        }

        private void attempt(TopicPartition partition, Runnable step) {
            try {
                step.run();
            } catch (ConsumedPositions.PositionMoved e) {
                // Expected whenever another copy takes over, and its work is done: nothing to wait for.
                LOG.infof("%s: %s; reading goes on from where it is now", subscription.name(), e.getMessage());
                failed.add(partition);
            } catch (TooMuchAtOnce e) {
                // It goes through when fewer are tried, which need not wait.
                LOG.infof("%s: %s; it is read again", subscription.name(), e.getMessage());
                failed.add(partition);
            } catch (ReadAgain e) {
                // Told once: a handler that waits has its records read every few seconds, for as long as it takes.
                Logger.Level level = readAgain.add(partition) ? Logger.Level.INFO : Logger.Level.DEBUG;
                LOG.logf(level, "%s: %s; it is read again", subscription.name(), e.getMessage());
                failed.add(partition);
            } catch (RuntimeException e) {
                failed.add(partition);
                first = first == null ? e : first;
            }
        }
    }

    /** Decodes records and lets those take effect with which a batch is full. */
    private void decode(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        int done = 0;
        while (done < records.size()) {
            int most = batchRecords.getOrDefault(partition, subscription.batchRecords());
            OpenBatch<D> batch = open.computeIfAbsent(partition, absent -> new OpenBatch<>());
            int size = Math.min(records.size() - done, most - batch.records);
            List<ConsumerRecord<byte[], byte[]>> next = records.subList(done, done + size);
            batch.records += size;
            batch.nextOffset = next.getLast().offset() + 1;
            PartitionBatch piece = new PartitionBatch(partition.topic(), partition.partition(), next);
            batch.only = batch.records == 1 ? piece : null;
            smallerIfItFails(
                    partition,
                    batch.records,
                    () -> batch.pieces.add(subscription.handler().decode(piece)));
            done += size;
            if (batch.records >= most) {
                apply(partition);
            }
        }
    }

    private void apply(TopicPartition partition) {
        OpenBatch<D> batch = open.remove(partition);
        if (batch == null) {
            return;
        }
        D decoded = subscription.handler().join(batch.pieces);
        Position next = new Position(partition.topic(), partition.partition(), batch.nextOffset);
        OptionalLong expected = known.getOrDefault(partition, OptionalLong.empty());
        smallerIfItFails(partition, batch.records, () -> commitOrSetAside(batch.only, decoded, next, expected));
        known.put(partition, OptionalLong.of(batch.nextOffset));
    }

    /** A single record whose own content is why it has no effect is kept by itself, so that it holds up none behind it. */
    private void commitOrSetAside(@Nullable PartitionBatch only, D decoded, Position next, OptionalLong expected) {
        try {
            commit(decoded, next, expected);
        } catch (RuntimeException e) {
            String reason = only == null ? null : RecordFault.of(e);
            Optional<D> aside = only == null || reason == null
                    ? Optional.empty()
                    : subscription.handler().setAside(only, reason);
            if (aside.isEmpty()) {
                throw e;
            }
            commit(aside.get(), next, expected);
            LOG.errorf(e, "%s: the record before %s was set aside: %s", subscription.name(), next, reason);
        }
    }

    private void commit(D decoded, Position next, OptionalLong expected) {
        BatchHandler<D> handler = subscription.handler();
        Contended.againDo(() -> scope.inTransactionDo(handler.tenants(decoded), connection -> {
            positions.advance(connection, next, expected);
            handler.apply(decoded, connection);
        }));
    }

    private void smallerIfItFails(TopicPartition partition, int records, Runnable step) {
        try {
            step.run();
        } catch (ConsumedPositions.PositionMoved | ReadAgain e) {
            throw e;
        } catch (TooMuchAtOnce e) {
            batchRecords.put(partition, TooMuchAtOnce.fewer(records));
            restraint.put(partition, RESTRAINED_ROUNDS);
            throw e;
        } catch (RuntimeException e) {
            batchRecords.put(partition, Math.max(1, records / 2));
            throw e;
        }
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
        open.remove(partition);
        known.put(partition, stored);
        if (stored.isPresent()) {
            consumer.seek(partition, stored.getAsLong());
        } else {
            consumer.seekToBeginning(List.of(partition));
        }
    }

    /** Asks all of them to end before any is waited for, so that none begins another batch meanwhile. */
    static void closeAll(Collection<TopicReader<?>> readers) {
        readers.forEach(reader -> reader.consumer.wakeup());
        Loop.closeAll(readers.stream().map(reader -> reader.loop).toList());
        readers.forEach(reader -> reader.consumer.close());
    }

    @Override
    public void close() {
        closeAll(List.of(this));
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
            partitions.forEach(open::remove);
            partitions.forEach(known::remove);
            partitions.forEach(batchRecords::remove);
            partitions.forEach(restraint::remove);
            partitions.forEach(readAgain::remove);
            unsettled.removeAll(partitions);
        }
    }

    /** Pieces of one partition that take effect in one transaction. */
    private static final class OpenBatch<D> {
        private final List<D> pieces = new ArrayList<>();

        /** The record, as long as it is the only one. */
        private @Nullable PartitionBatch only;

        private int records;
        private long nextOffset;
    }
}
