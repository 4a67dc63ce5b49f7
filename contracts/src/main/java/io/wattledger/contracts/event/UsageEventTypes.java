package io.wattledger.contracts.event;

/** The CloudEvents names that collectors use; see docs/events.md. */
public final class UsageEventTypes {

    /** What all types of our own begin with; an event of any other type is the customer's and is read by meters. */
    public static final String PREFIX = "io.wattledger.";

    /** Type of an event whose data is an {@link AllocationInterval}. */
    public static final String ALLOCATION_INTERVAL = "io.wattledger.gpu.allocation.interval.v1";

    /** Type of an event whose data is an {@link AllocationStarted}. */
    public static final String ALLOCATION_STARTED = "io.wattledger.gpu.allocation.started.v1";

    /** Type of an event whose data is an {@link AllocationStopped}. */
    public static final String ALLOCATION_STOPPED = "io.wattledger.gpu.allocation.stopped.v1";

    /** Type of an event whose data is an {@link AllocationHeartbeat}. */
    public static final String ALLOCATION_HEARTBEAT = "io.wattledger.gpu.allocation.heartbeat.v1";

    /** Type of an event whose data is an {@link EnergyCounter}. */
    public static final String ENERGY_COUNTER = "io.wattledger.gpu.energy.counter.v1";

    /** Type of an event whose data is an {@link EnergyInterval}. */
    public static final String ENERGY_INTERVAL = "io.wattledger.gpu.energy.interval.v1";

    /** Type of an event whose data is a {@link NodeEnergyInterval}. */
    public static final String NODE_ENERGY_INTERVAL = "io.wattledger.node.energy.interval.v1";

    /** Type of an event whose data is a {@link UsageWithdrawn}. */
    public static final String USAGE_WITHDRAWN = "io.wattledger.usage.withdrawn.v1";

    /** Type of an event whose data is a {@link CollectorHeartbeat}. */
    public static final String COLLECTOR_HEARTBEAT = "io.wattledger.collector.heartbeat.v1";

    /** CloudEvents extension that names the tenant; set by the gateway that authenticated the sender. */
    public static final String TENANT_EXTENSION = "tenantid";

    /** CloudEvents extension whose value is the Kafka record key: tenant and project, joined by {@code /}. */
    public static final String PARTITION_KEY_EXTENSION = "partitionkey";

    /** CloudEvents extension with the id of the event, of the same source, in whose place this one is. */
    public static final String SUPERSEDES_EXTENSION = "supersedes";

    /** CloudEvents extension that says why an event supersedes another. */
    public static final String CORRECTION_REASON_EXTENSION = "correctionreason";

    private UsageEventTypes() {}
}
