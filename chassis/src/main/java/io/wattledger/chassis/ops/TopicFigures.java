package io.wattledger.chassis.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Shows how far a copy of a service is behind with the topics that it reads. Positions are not kept in Kafka, so its tools cannot. */
@ApplicationScoped
public class TopicFigures {

    private final MeterRegistry registry;

    TopicFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how many records of a topic are still to be read; no number where that is not known. */
    public void showUnread(String topic, Supplier<OptionalLong> unread) {
        Gauge.builder("wattledger.topic.unread.records", unread, TopicFigures::number)
                .description("Records that this copy has still to read")
                .tag("topic", topic)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Whether a consumer has heard anything of Kafka in the last half minute to a minute. Also where there is nothing to read,
     * Kafka answers twice a second.
     */
    public static boolean isHeard(Consumer<?, ?> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("consumer-metrics")
                        && metric.getKey().name().equals("incoming-byte-rate"))
                .allMatch(metric -> metric.getValue().metricValue() instanceof Double rate && rate > 0);
    }

    private static double number(Supplier<OptionalLong> unread) {
        OptionalLong known = unread.get();
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }
}
