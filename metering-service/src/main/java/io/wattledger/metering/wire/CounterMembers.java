package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.EnergyCounter;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of a reading of a device's energy counter. */
final class CounterMembers extends DataMembers {

    private @Nullable String project;
    private @Nullable String site;
    private @Nullable String sku;
    private @Nullable String device;
    private @Nullable Instant at;
    private @Nullable Long millijoules;
    private @Nullable Long gpuThousandths;
    private @Nullable String bootId;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "project" -> project = text(name, parser, project);
            case "site" -> site = text(name, parser, site);
            case "sku" -> sku = text(name, parser, sku);
            case "device" -> device = text(name, parser, device);
            case "at" -> at = instant(name, parser, at);
            case "millijoules" -> millijoules = whole(name, parser, millijoules);
            case "gpuThousandths" -> gpuThousandths = whole(name, parser, gpuThousandths);
            case "bootId" -> bootId = text(name, parser, bootId);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Counter(
                new EnergyCounter(project, site, sku, device, at, millijoules, gpuThousandths, bootId));
    }
}
