package io.wattledger.acceptance.scale;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Joins the group of metering's readers, takes partitions away from them, does nothing with these and leaves, for ever. */
final class RestlessMember implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = 60;

    private final Thread thread;
    private final AtomicInteger firstGeneration = new AtomicInteger(-1);
    private final AtomicInteger lastGeneration = new AtomicInteger(-1);
    private final AtomicInteger visits = new AtomicInteger();
    private volatile boolean stopping;

    RestlessMember(String bootstrapServers, String group, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "latest",
                "session.timeout.ms",
                10_000);
        this.thread = Thread.ofPlatform().name("restless-member").start(() -> {
            while (!stopping) {
                visit(settings, topic);
            }
        });
    }

    private void visit(Map<String, Object> settings, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int i = 0; i < MOST_POLLS && !stopping && consumer.assignment().isEmpty(); i++) {
                consumer.poll(POLL);
            }
            if (!consumer.assignment().isEmpty()) {
                int generation = consumer.groupMetadata().generationId();
                firstGeneration.compareAndSet(-1, generation);
                lastGeneration.set(generation);
                visits.incrementAndGet();
            }
        } catch (KafkaException e) {
            // The node it talked to was killed; the next visit finds another.
        }
        pause();
    }

    /** Long enough for the others to take up work again. */
    private static void pause() {
        try {
            Thread.sleep(1_500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often it was given partitions. */
    int visits() {
        return visits.get();
    }

    /** How often the group has shared out the partitions anew; every time has a number of its own. */
    int rebalances() {
        return lastGeneration.get() - firstGeneration.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
