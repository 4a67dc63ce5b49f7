package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong while a topic is read, every record takes effect exactly once. */
@QuarkusTest
@WithSuite
class TopicReaderFaultsTest {

    private static final int RECORDS_PER_PARTITION = 25;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    TenantScope scope;

    @Inject
    ConsumedPositions positions;

    @Inject
    KafkaSettings settings;

    private TopicUnderTest topic;

    @BeforeEach
    void makeTopic() throws InterruptedException {
        topic = new TopicUnderTest(scope, positions, settings);
    }

    @AfterEach
    void closeTopic() {
        topic.close();
    }

    @Test
    void losesNothingOfTheOtherPartitionsWhenTheFirstBatchOfAPollFailsOnce() {
        AtomicInteger failures = failures(1);

        readAllInOnePoll();

        awaitEachOnce();
        assertThat(failures).hasValue(0);
    }

    @Test
    void losesNothingWhenBatchesFailForAWhile() {
        AtomicInteger failures = failures(5);

        readAllInOnePoll();

        awaitEachOnce();
        assertThat(failures).hasValue(0);
    }

    @Test
    void losesAndRepeatsNothingWhenALaterBatchOfThePollFails() {
        AtomicInteger batches = new AtomicInteger();
        topic.steps.applied = batch -> {
            if (batches.incrementAndGet() == 5) {
                throw new SQLException("told to fail in the middle of the second partition");
            }
        };

        readAllInOnePoll();

        awaitEachOnce();
    }

    @Test
    void readsOtherPartitionsOnWhileOneFailsAgainAndAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicReference<Integer> first = new AtomicReference<>();
        topic.steps.applied = batch -> {
            first.compareAndSet(null, batch.partition());
            if (broken.get() && first.get() == batch.partition()) {
                throw new SQLException("told to fail as long as it is told");
            }
        };

        readAllInOnePoll();
        awaitEffective((TopicUnderTest.PARTITIONS - 1) * RECORDS_PER_PARTITION);
        topic.send(1);
        awaitEffective((TopicUnderTest.PARTITIONS - 1) * (RECORDS_PER_PARTITION + 1));
        broken.set(false);

        awaitEachOnce();
    }

    @Test
    void takesInPartsWhatFailsAsAWhole() {
        AtomicInteger largest = new AtomicInteger();
        topic.steps.applied = batch -> {
            if (batch.records().size() > 3) {
                throw new SQLException("told to fail for more than three records at once");
            }
            largest.accumulateAndGet(batch.records().size(), Math::max);
        };

        readAllInOnePoll();

        awaitEachOnce();
        assertThat(largest.get()).isBetween(2, 3);
    }

    /** Neither is a failure that would have to be waited after. */
    @Test
    void decodesAgainWhereTheHandlerAsksForItAndTakesFewerWhereAllIsTooMuch() {
        Set<Integer> learnt = ConcurrentHashMap.newKeySet();
        topic.steps.applied = batch -> {
            if (batch.records().size() > 1) {
                throw new TooMuchAtOnce("told to be too much");
            }
            if (learnt.add(batch.partition())) {
                throw new ReadAgain("told to learn something");
            }
        };

        readAllInOnePoll();

        awaitEachOnce();
        assertThat(learnt).hasSize(TopicUnderTest.PARTITIONS);
    }

    @Test
    void tellsOnceThatRecordsAreReadAgainHoweverOftenTheyAre() {
        AtomicInteger waits = new AtomicInteger();
        topic.steps.decoded = batch -> {
            if (waits.incrementAndGet() <= 4 * TopicUnderTest.PARTITIONS) {
                throw new ReadAgain("told to wait");
            }
        };
        try (Heard log = new Heard(TopicReader.class.getName())) {
            readAllInOnePoll();

            awaitEachOnce();
            assertThat(log.records())
                    .filteredOn(record -> record.getMessage().contains("is read again"))
                    .hasSizeBetween(1, TopicUnderTest.PARTITIONS);
        }
        assertThat(waits.get()).isGreaterThan(4 * TopicUnderTest.PARTITIONS);
    }

    @Test
    void takesTogetherWhatComesInSeveralPolls() {
        AtomicInteger largest = new AtomicInteger();
        topic.steps.applied = batch -> largest.accumulateAndGet(batch.records().size(), Math::max);
        topic.send(RECORDS_PER_PARTITION);
        Map<String, Object> few = topic.consumerSettings();
        few.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 3);

        topic.read(new KafkaConsumer<>(few));

        awaitEachOnce();
        assertThat(largest.get()).isBetween(4, TopicUnderTest.RECORDS_PER_BATCH);
    }

    @Test
    void readsOnFromWhereAnotherCopyEndedInTheMiddleOfABatch() {
        AtomicInteger taken = new AtomicInteger();
        topic.steps.decoded = batch -> {
            // The first batches begin where nothing is stored yet, the later ones at a stored position.
            if (taken.getAndIncrement() < 3 * TopicUnderTest.PARTITIONS) {
                topic.takeAsAnotherCopy(batch, Math.min(batch.records().size(), TopicUnderTest.RECORDS_PER_BATCH / 2));
            }
        };

        readAllInOnePoll();

        awaitEachOnce();
        assertThat(taken.get()).isGreaterThan(3 * TopicUnderTest.PARTITIONS);
    }

    @Test
    void givesUpABatchThatAnotherCopyTookOverBetweenPollAndTransaction() throws InterruptedException {
        CountDownLatch isTakenOver = new CountDownLatch(1);
        Thread owner = Thread.currentThread();
        AtomicReference<Thread> sleeper = new AtomicReference<>(owner);
        topic.steps.decoded = batch -> {
            // Only the first reader sleeps, in a later batch of a partition, and longer than the group waits for it.
            if (batch.records().getFirst().offset() > 0 && sleeper.compareAndSet(owner, Thread.currentThread())) {
                awaitUninterrupted(isTakenOver);
            }
        };
        topic.send(RECORDS_PER_PARTITION);
        Map<String, Object> impatient = topic.consumerSettings();
        impatient.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 2_000);
        topic.read(new KafkaConsumer<>(impatient));
        await().atMost(LIMIT).until(() -> sleeper.get() != owner);

        topic.read(new KafkaConsumer<>(topic.consumerSettings()));
        awaitEffective(topic.sent());
        isTakenOver.countDown();

        awaitEachOnce();
    }

    @Test
    void goesOnAfterACrashBetweenCommitAndTheNextPoll() throws InterruptedException {
        topic.send(RECORDS_PER_PARTITION);
        WholePolls dying = new WholePolls(topic.consumerSettings(), 1);
        TopicReader<PartitionBatch> dead = topic.read(dying);
        awaitEffective(topic.sent());
        assertThat(dying.died.await(60, TimeUnit.SECONDS)).isTrue();
        dead.close();

        topic.send(RECORDS_PER_PARTITION);
        topic.read(new KafkaConsumer<>(topic.consumerSettings()));

        awaitEachOnce();
    }

    private AtomicInteger failures(int times) {
        AtomicInteger failures = new AtomicInteger(times);
        topic.steps.applied = batch -> {
            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new SQLException("told to fail after the effects");
            }
        };
        return failures;
    }

    private void readAllInOnePoll() {
        topic.send(RECORDS_PER_PARTITION);
        WholePolls consumer = new WholePolls(topic.consumerSettings(), Integer.MAX_VALUE);
        topic.read(consumer);
        await().atMost(LIMIT).until(() -> consumer.mostPartitions.get() == TopicUnderTest.PARTITIONS);
    }

    private void awaitEffective(long records) {
        // The reader that dies in one of the tests does so by an error of its thread, which is no failure here.
        await().dontCatchUncaughtExceptions()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(topic.effective()).isEqualTo(records));
    }

    /** What is read again shows when the records after it have taken effect. */
    private void awaitEachOnce() {
        awaitEffective(topic.sent());
        topic.send(1);
        awaitEffective(topic.sent());
        assertThat(topic.doubled()).isZero();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Gives everything there is in one poll, as happens where records come faster than they are worked on; a real consumer
     * does not promise to. Is of no use any more after so many polls that gave something.
     */
    private static final class WholePolls extends KafkaConsumer<byte[], byte[]> {
        final AtomicInteger mostPartitions = new AtomicInteger();
        final CountDownLatch died = new CountDownLatch(1);
        private int pollsToLive;

        WholePolls(Map<String, Object> settings, int pollsToLive) {
            super(settings);
            this.pollsToLive = pollsToLive;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (pollsToLive == 0) {
                died.countDown();
                // As long as it is asked: the loop tries again, and nothing of it may have an effect.
                throw new AssertionError("killed between commit and poll");
            }
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> gathered = new LinkedHashMap<>();
            ConsumerRecords<byte[], byte[]> polled;
            do {
                polled = super.poll(timeout);
                polled.forEach(record -> gathered.computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()), absent -> new ArrayList<>())
                        .add(record));
            } while (!polled.isEmpty());
            mostPartitions.accumulateAndGet(gathered.size(), Math::max);
            pollsToLive -= gathered.isEmpty() ? 0 : 1;
            return new ConsumerRecords<>(gathered, Map.of());
        }
    }
}
