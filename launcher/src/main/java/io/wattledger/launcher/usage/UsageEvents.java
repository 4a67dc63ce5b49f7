package io.wattledger.launcher.usage;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import java.net.URI;
import java.time.ZoneOffset;

/** Usage rows as CloudEvents: the same row always gives the same event. */
final class UsageEvents {

    private final URI source;

    UsageEvents(URI source) {
        this.source = source;
    }

    CloudEvent event(UsageRow row) {
        AllocationInterval interval = row.interval();
        var event = CloudEventBuilder.v1()
                .withId(row.id())
                .withSource(source)
                .withType(UsageEventTypes.ALLOCATION_INTERVAL)
                .withExtension(UsageEventTypes.TENANT_EXTENSION, row.tenant())
                .withExtension(UsageEventTypes.PARTITION_KEY_EXTENSION, partitionKey(row))
                .withData("application/json", WireJson.write(interval));
        if (interval.end() != null) {
            // The interval is known, and so occurs, when it ends.
            event.withTime(interval.end().atOffset(ZoneOffset.UTC));
        }
        return event.build();
    }

    static String partitionKey(UsageRow row) {
        return row.tenant() + "/" + row.interval().project();
    }
}
