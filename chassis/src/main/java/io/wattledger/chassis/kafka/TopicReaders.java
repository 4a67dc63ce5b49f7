package io.wattledger.chassis.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.ops.TopicFigures;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Starts the readers of all subscriptions with the service and stops them before it. */
@ApplicationScoped
public class TopicReaders {

    private final Instance<Subscription<?>> subscriptions;
    private final KafkaSettings settings;
    private final ServiceConfig config;
    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final TopicFigures figures;
    private final List<TopicReader<?>> readers = new CopyOnWriteArrayList<>();

    TopicReaders(
            @Any Instance<Subscription<?>> subscriptions,
            KafkaSettings settings,
            ServiceConfig config,
            TenantScope scope,
            ConsumedPositions positions,
            TopicFigures figures) {
        this.subscriptions = subscriptions;
        this.settings = settings;
        this.config = config;
        this.scope = scope;
        this.positions = positions;
        this.figures = figures;
    }

    void start(@Observes StartupEvent event) {
        if (config.reader().enabled()) {
            for (Subscription<?> subscription : subscriptions) {
                figures.showUnread(subscription.topic(), () -> shown(subscription.topic()));
                for (int number = 1; number <= subscription.readers(); number++) {
                    readers.add(reader(subscription, number));
                }
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        TopicReader.closeAll(readers);
        readers.clear();
    }

    /**
     * How many records of a topic this copy of the service has still to read, of the partitions that are its own, beside those that
     * it is working on.
     */
    public long unread(String topic) {
        return readers.stream()
                .filter(reader -> reader.topic().equals(topic))
                .mapToLong(TopicReader::unread)
                .sum();
    }

    private OptionalLong shown(String topic) {
        boolean isKnown =
                readers.stream().filter(reader -> reader.topic().equals(topic)).allMatch(TopicReader::isHeard);
        return isKnown ? OptionalLong.of(unread(topic)) : OptionalLong.empty();
    }

    private <D> TopicReader<D> reader(Subscription<D> subscription, int number) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.consumer(config.service() + "-" + subscription.name(), subscription.batchRecords()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        return new TopicReader<>(
                subscription, consumer, scope, positions, config.reader().poll(), number);
    }
}
