package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of a stop. */
final class StopMembers extends DataMembers {

    private @Nullable String allocation;
    private @Nullable String site;
    private @Nullable Instant at;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "allocation" -> allocation = text(name, parser, allocation);
            case "site" -> site = text(name, parser, site);
            case "at" -> at = instant(name, parser, at);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Stop(new AllocationStopped(allocation, site, at));
    }
}
