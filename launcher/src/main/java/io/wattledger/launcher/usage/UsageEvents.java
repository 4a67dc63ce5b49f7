package io.wattledger.launcher.usage;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.CollectorHeartbeat;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Usage of files as CloudEvents: the same row always gives the same event. */
public final class UsageEvents {

    private final URI source;

    /** Events of this source. */
    public UsageEvents(URI source) {
        this.source = source;
    }

    /**
     * An event.
     *
     * @param id the same for the same report in every run
     * @param type one of {@link UsageEventTypes}
     * @param tenant whose usage it reports
     * @param project the tenant's subdivision
     * @param time when what it reports occurred; absent where that is not known
     * @param data JSON
     */
    public CloudEvent event(
            String id, String type, String tenant, String project, @Nullable Instant time, byte[] data) {
        var event = CloudEventBuilder.v1()
                .withId(id)
                .withSource(source)
                .withType(type)
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .withExtension(UsageEventTypes.PARTITION_KEY_EXTENSION, tenant + "/" + project)
                .withData("application/json", data);
        if (time != null) {
            event.withTime(time.atOffset(ZoneOffset.UTC));
        }
        return event.build();
    }

    /** The event of a row with its place; the interval is known, and so occurs, when it ends. */
    ReportedEvent reported(String file, UsageRow row) {
        AllocationInterval interval = row.interval();
        String project = String.valueOf(interval.project());
        CloudEvent event = event(
                row.id(),
                UsageEventTypes.ALLOCATION_INTERVAL,
                row.tenant(),
                project,
                interval.end(),
                WireJson.write(interval));
        // A site that is missing is a fault of the row, which does not come this far.
        var place = new TenantSite(row.tenant(), String.valueOf(interval.site()));
        return new ReportedEvent(file, row.line(), place, project, event);
    }

    /**
     * The event by which a collector says that it has reported everything of a tenant at a site before an instant.
     *
     * @param file who says so, for messages
     */
    public ReportedEvent complete(String file, TenantSite place, Instant until) {
        CloudEvent event = event(
                "complete/" + place.site() + "/" + until,
                UsageEventTypes.COLLECTOR_HEARTBEAT,
                place.tenant(),
                UsageKey.NO_PROJECT,
                until,
                WireJson.write(new CollectorHeartbeat(place.site(), until, null)));
        return new ReportedEvent(file, 0, place, UsageKey.NO_PROJECT, event);
    }
}
