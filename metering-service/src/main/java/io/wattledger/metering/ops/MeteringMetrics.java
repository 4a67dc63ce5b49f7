package io.wattledger.metering.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** The catalogue of metering's metrics: every name is here and nowhere else. */
@ApplicationScoped
public class MeteringMetrics {

    /** Names of the metrics; a name never changes its meaning. */
    public enum Name {
        /** Events by door and by what became of them, once their transaction is committed. */
        EVENTS("wattledger_metering_events", "Events received, by door and by what became of them"),
        /** Slots published to metered-usage.v1. */
        SLOTS_PUBLISHED("wattledger_metering_slots_published", "Slot totals published"),
        /** Reference messages that could not be read and were passed over. */
        REFERENCES_UNREADABLE(
                "wattledger_metering_references_unreadable", "Messages of sites.v1 and skus.v1 that could not be read");

        private final String metric;
        private final String description;

        Name(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }

        /** The name as it is exported, without the suffix of its kind. */
        public String metric() {
            return metric;
        }
    }

    private final MeterRegistry registry;

    MeteringMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts events of one door with one outcome. */
    public void countEvents(String door, String outcome, long count) {
        Counter.builder(Name.EVENTS.metric)
                .description(Name.EVENTS.description)
                .tag("door", door)
                .tag("outcome", outcome)
                .register(registry)
                .increment(count);
    }

    /** Counts something that has no further distinction. */
    public void count(Name name, long count) {
        Counter.builder(name.metric)
                .description(name.description)
                .register(registry)
                .increment(count);
    }
}
