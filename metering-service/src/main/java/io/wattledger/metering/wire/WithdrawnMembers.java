package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.wattledger.contracts.event.UsageWithdrawn;
import io.wattledger.metering.event.Arrival;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The data of a withdrawal. */
final class WithdrawnMembers extends DataMembers {

    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String reason;

    @Override
    void read(String name, JsonParser parser) throws IOException, Unreadable {
        switch (name) {
            case "id" -> id = text(name, parser, id);
            case "source" -> source = text(name, parser, source);
            case "reason" -> reason = text(name, parser, reason);
            default -> parser.skipChildren();
        }
    }

    @Override
    Arrival.Contents contents() {
        return new Arrival.Withdrawn(new UsageWithdrawn(id, source, reason));
    }
}
