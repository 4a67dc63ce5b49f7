package io.wattledger.acceptance.benchmark;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.kafka.CloudEventSerializer;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what a run needs to Kafka. */
final class KafkaLoad {

    private KafkaLoad() {}

    /** Writes all events to the topic in binary mode and waits until Kafka has them. */
    static void writeEvents(UsageLoad load, String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 20, "batch.size", 256 * 1024);
        CloudEventSerializer serializer = serializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long number = 0; number < load.events(); number++) {
                send(load.event(number), serializer, producer);
            }
            producer.flush();
        }
    }

    /** Writes each event when its time has come, in binary mode. */
    static void writeAsItHappens(UsageLoad load, String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 20);
        CloudEventSerializer serializer = serializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long number = 0; number < load.events(); number++) {
                CloudEvent event = load.event(number);
                Instant due = Objects.requireNonNull(event.getTime()).toInstant();
                long early = Duration.between(Clock.systemUTC().instant(), due).toMillis();
                if (early > 0) {
                    LockSupport.parkNanos(Duration.ofMillis(early).toNanos());
                }
                send(event, serializer, producer);
            }
            producer.flush();
        }
    }

    /** How many records a topic holds. */
    static long records(String topic, String bootstrapServers) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static CloudEventSerializer serializer() {
        CloudEventSerializer serializer = new CloudEventSerializer();
        serializer.configure(Map.of(CloudEventSerializer.ENCODING_CONFIG, Encoding.BINARY), false);
        return serializer;
    }

    private static void send(
            CloudEvent event, CloudEventSerializer serializer, KafkaProducer<byte[], byte[]> producer) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.USAGE_EVENTS, key(event), new byte[0]);
        byte[] data = serializer.serialize(Topics.USAGE_EVENTS, record.headers(), event);
        var unused =
                producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, null, record.key(), data, record.headers()));
    }

    /** Writes the sites and SKUs that the events name. */
    static void writeReferenceData(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String site : UsageLoad.SITES) {
                SiteFacts facts = new SiteFacts(site, site, "NO", "NO4", "Europe/Oslo", "LIVE", 1);
                var unused = producer.send(new ProducerRecord<>(Topics.SITES, utf8(site), WireJson.write(facts)));
            }
            for (String sku : UsageLoad.SKUS) {
                SkuFacts facts = new SkuFacts(sku, sku, "H100", 80, 1);
                var unused = producer.send(new ProducerRecord<>(Topics.SKUS, utf8(sku), WireJson.write(facts)));
            }
            producer.flush();
        }
    }

    private static byte[] key(CloudEvent event) {
        return utf8(String.valueOf(event.getExtension(UsageEventTypes.PARTITION_KEY_EXTENSION)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
