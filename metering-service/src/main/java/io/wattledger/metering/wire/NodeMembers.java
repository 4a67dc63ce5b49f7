package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.NodeEnergyInterval;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of the energy of a node. */
final class NodeMembers extends DataMembers {

    private @Nullable String site;
    private @Nullable String node;
    private @Nullable List<String> devices;
    private @Nullable Long gpuCount;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private @Nullable Long millijoules;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "site" -> site = text(name, parser, site);
            case "node" -> node = text(name, parser, node);
            case "devices" -> devices = texts(name, parser, devices);
            case "gpuCount" -> gpuCount = whole(name, parser, gpuCount);
            case "start" -> start = instant(name, parser, start);
            case "end" -> end = instant(name, parser, end);
            case "millijoules" -> millijoules = whole(name, parser, millijoules);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Node(new NodeEnergyInterval(site, node, devices, gpuCount, start, end, millijoules));
    }
}
