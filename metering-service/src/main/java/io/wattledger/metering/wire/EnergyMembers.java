package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.EnergyInterval;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of energy measured over an interval. */
final class EnergyMembers extends DataMembers {

    private @Nullable String project;
    private @Nullable String site;
    private @Nullable String sku;
    private @Nullable Long gpuCount;
    private @Nullable Long gpuThousandths;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private @Nullable Long millijoules;

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
            case "millijoules" -> millijoules = whole(name, parser, millijoules);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Energy(
                new EnergyInterval(project, site, sku, gpuCount, gpuThousandths, start, end, millijoules));
    }
}
