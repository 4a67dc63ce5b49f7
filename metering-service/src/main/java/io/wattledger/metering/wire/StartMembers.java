package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of a start. */
final class StartMembers extends DataMembers {

    private @Nullable String allocation;
    private @Nullable String project;
    private @Nullable String site;
    private @Nullable String sku;
    private @Nullable Long gpuCount;
    private @Nullable Long gpuThousandths;
    private @Nullable Instant at;
    private @Nullable List<String> devices;
    private @Nullable String job;
    private @Nullable String node;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "allocation" -> allocation = text(name, parser, allocation);
            case "project" -> project = text(name, parser, project);
            case "site" -> site = text(name, parser, site);
            case "sku" -> sku = text(name, parser, sku);
            case "gpuCount" -> gpuCount = whole(name, parser, gpuCount);
            case "gpuThousandths" -> gpuThousandths = whole(name, parser, gpuThousandths);
            case "at" -> at = instant(name, parser, at);
            case "devices" -> devices = texts(name, parser, devices);
            case "job" -> job = text(name, parser, job);
            case "node" -> node = text(name, parser, node);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Start(new AllocationStarted(
                allocation, project, site, sku, gpuCount, gpuThousandths, at, devices, job, node));
    }
}
