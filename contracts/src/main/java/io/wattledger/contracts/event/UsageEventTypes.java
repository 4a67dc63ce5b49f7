package io.wattledger.contracts.event;

/** The CloudEvents names that collectors use; see docs/events.md. */
public final class UsageEventTypes {

    /** Type of an event whose data is an {@link AllocationInterval}. */
    public static final String ALLOCATION_INTERVAL = "io.wattledger.gpu.allocation.interval.v1";

    /** CloudEvents extension that names the tenant; set by the gateway that authenticated the sender. */
    public static final String TENANT_EXTENSION = "tenantid";

    /** CloudEvents extension whose value is the Kafka record key: tenant and project, joined by {@code /}. */
    public static final String PARTITION_KEY_EXTENSION = "partitionkey";

    private UsageEventTypes() {}
}
