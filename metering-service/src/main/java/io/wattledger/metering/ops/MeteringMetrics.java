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
        EVENTS("wattledger.metering.events", "Events received, by door and by what became of them"),
        /** Slots published to metered-usage.v1. */
        SLOTS_PUBLISHED("wattledger.metering.slots.published", "Slot totals published"),
        /** Reference messages that could not be read and were passed over. */
        REFERENCES_UNREADABLE(
                "wattledger.metering.references.unreadable", "Messages of sites.v1 and skus.v1 that could not be read"),
        /** Refused events beyond the bound on open refusals, kept in the dead-letter topic only. */
        REFUSALS_UNLISTED(
                "wattledger.metering.refusals.unlisted",
                "Refused events beyond the bound on open refusals, kept in the dead-letter topic only"),
        /** Events that keep every rule and could not be stored, for which months wait; worth an alert. */
        REFUSALS_NOT_STORABLE(
                "wattledger.metering.refusals.not.storable", "Open refusals of events that could not be stored"),
        /** Corrections whose target is missing; worth an alert. */
        CORRECTIONS_AWAITED(
                "wattledger.metering.corrections.awaited",
                "Corrections and withdrawals older than an hour whose event has not come"),
        /** Until when the usage of a site is complete, by {@code site}. */
        USAGE_WATERMARK(
                "wattledger.metering.usage.watermark.seconds",
                "Until when the usage of a site is complete, in seconds since 1970"),
        /** How long ago that is. */
        USAGE_WATERMARK_LAG("wattledger.metering.usage.watermark.lag.seconds", "How long ago that is"),
        /** Claims of devices that are held, over all tenants; worth an alert. */
        DOUBLE_ALLOCATIONS_OPEN(
                "wattledger.metering.double.allocations.open",
                "Claims of devices that are held because of another claim"),
        /** GPU time of these. */
        DOUBLE_ALLOCATIONS_HELD(
                "wattledger.metering.double.allocations.held.milli.gpu.seconds",
                "GPU time of the claims that are held"),
        /** Readings of energy counters that cannot be true together; worth an alert. */
        ENERGY_DOUBTS_OPEN(
                "wattledger.metering.energy.doubts.open",
                "Doubts about readings of energy counters that are not resolved"),
        /** Energy that the meters of nodes measured in the last two days. */
        NODE_ENERGY_READ(
                "wattledger.metering.node.energy.read.millijoules",
                "Energy that the meters of nodes measured in the last two days"),
        /** The part of it that no tenant has. */
        NODE_ENERGY_OPERATOR(
                "wattledger.metering.node.energy.operator.millijoules", "Of this, of devices without tenant"),
        /** The part of it that nobody is given; worth an alert. */
        NODE_ENERGY_DOUBTFUL(
                "wattledger.metering.node.energy.doubtful.millijoules",
                "Of this, given to nobody because reports overlap or counters show more than the node's meter"),
        /** What is missing; anything but 0 is an alarm. */
        NODE_ENERGY_DIFFERENCE(
                "wattledger.metering.node.energy.difference.millijoules",
                "Energy of nodes read less all that is given out; must be 0"),
        /** Changes whose energy this copy of the service could not work out and tries again later; worth an alert. */
        NODE_ENERGY_ASIDE(
                "wattledger.metering.node.energy.aside",
                "Changes of nodes and devices that could not be worked out and are passed over for a while"),
        /** Devices whose claims this copy of the service could not check and tries again later; worth an alert. */
        DEVICES_ASIDE(
                "wattledger.metering.devices.aside",
                "Devices that could not be checked for double allocation and are passed over for a while"),
        /** Law 8: deliveries in all. */
        BALANCE_RECEIVED("wattledger.metering.balance.received.events", "Deliveries of all time, by the books"),
        /** Law 8: deliveries counted. */
        BALANCE_METERED("wattledger.metering.balance.metered.events", "Of these, metered"),
        /** Law 8: deliveries known already. */
        BALANCE_DUPLICATE("wattledger.metering.balance.duplicate.events", "Of these, duplicates"),
        /** Law 8: deliveries at odds with one that stands. */
        BALANCE_CONFLICTING("wattledger.metering.balance.conflicting.events", "Of these, conflicting"),
        /** Law 8: deliveries against a rule. */
        BALANCE_REFUSED("wattledger.metering.balance.refused.events", "Of these, refused"),
        /** Law 8: deliveries counted that came long after the usage ended. */
        BALANCE_LATE("wattledger.metering.balance.late.events", "Of those metered, reported late"),
        /** Law 8: deliveries of which nobody knows what became; anything but 0 is an alarm. */
        BALANCE_DIFFERENCE(
                "wattledger.metering.balance.difference.events", "Received less all of the others; must be 0"),
        /** Law 8: GPU time of the events metered. */
        BALANCE_GPU_TIME_BROUGHT(
                "wattledger.metering.balance.events.milli.gpu.seconds", "GPU time of the events metered, by the books"),
        /** Law 8: GPU time in the slots. */
        BALANCE_GPU_TIME_METERED("wattledger.metering.balance.metered.milli.gpu.seconds", "Of this, in the slots"),
        /** Law 8: GPU time that was claimed twice. */
        BALANCE_GPU_TIME_HELD(
                "wattledger.metering.balance.held.milli.gpu.seconds", "Of this, claimed twice and counted for nobody"),
        /** Law 8: GPU time of which nobody knows what became; anything but 0 is an alarm. */
        BALANCE_GPU_TIME_DIFFERENCE(
                "wattledger.metering.balance.difference.milli.gpu.seconds",
                "GPU time of the events less that in the slots and held; must be 0");

        private final String metric;
        private final String description;

        Name(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }

        /** The name, in dots. */
        public String metric() {
            return metric;
        }

        /** What it says, in words. */
        public String description() {
            return description;
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
