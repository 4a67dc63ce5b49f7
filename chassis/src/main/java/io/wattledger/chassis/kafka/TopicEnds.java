package io.wattledger.chassis.kafka;

import io.wattledger.chassis.ops.ServiceConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Tells how far topics reach, so that it can be waited for what lies in them now. */
@ApplicationScoped
public class TopicEnds {

    private final KafkaSettings settings;
    private final ServiceConfig config;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    TopicEnds(KafkaSettings settings, ServiceConfig config) {
        this.settings = settings;
        this.config = config;
    }

    /**
     * The first offset behind each partition of these topics that holds anything.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public synchronized Map<TopicPartition, Long> of(Collection<String> topics) {
        KafkaConsumer<byte[], byte[]> asking = consumer();
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> asking.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> begins = asking.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(asking.endOffsets(partitions));
        ends.entrySet().removeIf(end -> end.getValue().equals(begins.get(end.getKey())));
        return ends;
    }

    /**
     * How far these topics reach now.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public Reach reach(Collection<String> topics) {
        return new Reach(of(topics));
    }

    /** It joins no group: it only asks. */
    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    settings.consumer(config.service() + "-ends", 1),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }
        return consumer;
    }

    @PreDestroy
    synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
