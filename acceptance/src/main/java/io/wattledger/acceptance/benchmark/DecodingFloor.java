package io.wattledger.acceptance.benchmark;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.wattledger.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Floor A: a consumer that reads and decodes the same topic and does nothing with it. */
final class DecodingFloor {

    private long gpus;

    /** Reads all of the topic; the nanoseconds it took. */
    long nanosToRead(UsageLoad load, String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.auto.commit",
                false,
                "max.poll.records",
                5_000,
                "max.partition.fetch.bytes",
                8 * 1024 * 1024);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                CloudEventDeserializer envelope = new CloudEventDeserializer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.USAGE_EVENTS).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long begun = System.nanoTime();
            long read = 0;
            while (read < load.events()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    CloudEvent event = envelope.deserialize(record.topic(), record.headers(), record.value());
                    gpus += load.gpus(
                            event.getType(),
                            Objects.requireNonNull(event.getData()).toBytes());
                    read++;
                }
            }
            return System.nanoTime() - begun;
        }
    }

    /** GPUs of all events read, so that no compiler can leave the decoding out. */
    long gpus() {
        return gpus;
    }
}
