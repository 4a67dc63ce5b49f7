package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of an allocation interval. */
final class IntervalMembers extends DataMembers {

    private @Nullable String project;
    private @Nullable String site;
    private @Nullable String sku;
    private @Nullable Long gpuCount;
    private @Nullable Long gpuThousandths;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private @Nullable Long energyMillijoules;
    private @Nullable String job;
    private @Nullable String node;
    private @Nullable List<String> devices;
    private @Nullable String migProfile;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "project" -> project = text(name, parser, project);
            case "site" -> site = text(name, parser, site);
            case "sku" -> sku = text(name, parser, sku);
            case "gpuCount" -> gpuCount = whole(name, parser, gpuCount);
            case "gpuThousandths" -> gpuThousandths = whole(name, parser, gpuThousandths);
            case "start" -> start = instant(name, parser, start);
            case "end" -> end = instant(name, parser, end);
            case "energyMillijoules" -> energyMillijoules = whole(name, parser, energyMillijoules);
            case "job" -> job = text(name, parser, job);
            case "node" -> node = text(name, parser, node);
            case "devices" -> devices = texts(name, parser, devices);
            case "migProfile" -> migProfile = text(name, parser, migProfile);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Interval(new AllocationInterval(
                project,
                site,
                sku,
                gpuCount,
                gpuThousandths,
                start,
                end,
                energyMillijoules,
                job,
                node,
                devices,
                migProfile));
    }
}
