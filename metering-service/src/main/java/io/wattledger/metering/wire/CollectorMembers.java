package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.CollectorHeartbeat;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of a heartbeat of a collector. */
final class CollectorMembers extends DataMembers {

    private @Nullable String site;
    private @Nullable Instant completeUntil;
    private @Nullable String state;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "site" -> site = text(name, parser, site);
            case "completeUntil" -> completeUntil = instant(name, parser, completeUntil);
            case "state" -> state = text(name, parser, state);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Collector(new CollectorHeartbeat(site, completeUntil, state));
    }
}
