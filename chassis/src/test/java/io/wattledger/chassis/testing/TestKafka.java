package io.wattledger.chassis.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Writes and reads the topics of the Kafka under test. */
public final class TestKafka {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private TestKafka() {}

    /** Sends records and waits until Kafka has them. */
    public static void send(List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    /** All records of a topic from its beginning to its present end. */
    public static List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            readOn(consumer, fromTheBeginning(consumer, topic), records);
            return records;
        }
    }

    /** Reads a topic from its beginning until its records satisfy a condition; fails after 30 seconds. */
    public static List<ConsumerRecord<byte[], byte[]>> await(
            String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> until) {
        Instant deadline = Instant.now().plusSeconds(30);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = fromTheBeginning(consumer, topic);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (true) {
                readOn(consumer, partitions, records);
                if (until.test(List.copyOf(records))) {
                    return records;
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("topic " + topic + " did not come to what was awaited; it holds "
                            + records.size() + " records");
                }
                // Only what comes anew can change the answer, and whoever is to write it needs the processor.
                consumer.poll(PAUSE).forEach(records::add);
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> fromTheBeginning(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private static void readOn(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
    }

    private static String servers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
