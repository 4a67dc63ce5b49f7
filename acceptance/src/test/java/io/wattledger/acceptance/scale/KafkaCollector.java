package io.wattledger.acceptance.scale;

import io.wattledger.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends events to the topic in their order, so many at a time, and notices when one is not taken. */
final class KafkaCollector implements AutoCloseable {

    private static final byte[] STRUCTURED = "application/cloudevents+json".getBytes(StandardCharsets.UTF_8);

    private final List<GeneratedEvents.Delivery> deliveries;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile int sent;
    private volatile @Nullable Exception failure;

    KafkaCollector(String bootstrapServers, List<GeneratedEvents.Delivery> deliveries) {
        this.deliveries = deliveries;
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    int sent() {
        return sent;
    }

    /** Sends the next events, at most so many. */
    void send(int count) {
        int end = Math.min(deliveries.size(), sent + count);
        for (GeneratedEvents.Delivery delivery : deliveries.subList(sent, end)) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.USAGE_EVENTS, delivery.key(), delivery.json());
            record.headers().add("content-type", STRUCTURED);
            producer.send(record, (place, problem) -> failure = problem == null ? failure : problem);
        }
        sent = end;
    }

    /** Sends the rest and waits until Kafka has all of it. */
    void finish() {
        send(deliveries.size());
        producer.flush();
        if (failure != null) {
            throw new IllegalStateException("Kafka did not take every event", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
