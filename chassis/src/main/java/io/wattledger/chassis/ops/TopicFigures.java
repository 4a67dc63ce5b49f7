package io.wattledger.chassis.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.LongSupplier;

/** Shows how far a copy of a service is behind with the topics that it reads. Positions are not kept in Kafka, so its tools cannot. */
@ApplicationScoped
public class TopicFigures {

    private final MeterRegistry registry;

    TopicFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how many records of a topic are still to be read. */
    public void showUnread(String topic, LongSupplier unread) {
        Gauge.builder("wattledger.topic.unread.records", unread, LongSupplier::getAsLong)
                .description("Records that this copy has still to read")
                .tag("topic", topic)
                .strongReference(true)
                .register(registry);
    }
}
