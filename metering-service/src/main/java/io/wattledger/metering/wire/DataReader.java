package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.RefusalCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the data of an event by the event's type; data of a type that is not ours is brought into one form. */
final class DataReader {

    private final JsonFactory json;
    private final MeterData meterData;

    DataReader(JsonFactory json) {
        this.json = json;
        this.meterData = new MeterData(json);
    }

    /** Whether events of this type need data. */
    static boolean isOurs(@Nullable String type) {
        return type == null || type.startsWith(UsageEventTypes.PREFIX);
    }

    Arrival.Contents read(@Nullable String type, byte[] data) throws IOException, Unreadable {
        DataMembers members = members(type);
        if (members == null) {
            return new Arrival.Other(meterData.read(data));
        }
        try (JsonParser parser = json.createParser(data)) {
            Arrival.Contents contents = object(parser, members);
            if (parser.nextToken() != null) {
                throw new Unreadable(RefusalCode.MALFORMED_JSON, "data", null, "must end with the JSON object");
            }
            return contents;
        }
    }

    private static Arrival.Contents object(JsonParser parser, DataMembers members) throws IOException, Unreadable {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Unreadable(RefusalCode.INVALID_FIELD, "data", null, "must be a JSON object");
        }
        NullMembers nulls = new NullMembers("data.");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            nulls.note(name, parser.nextToken());
            members.read(name, parser);
        }
        return members.contents();
    }

    private static @Nullable DataMembers members(@Nullable String type) {
        return switch (type) {
            case UsageEventTypes.ALLOCATION_INTERVAL -> new IntervalMembers();
            case UsageEventTypes.ALLOCATION_STARTED -> new StartMembers();
            case UsageEventTypes.ALLOCATION_STOPPED -> new StopMembers();
            case UsageEventTypes.ALLOCATION_HEARTBEAT -> new BeatMembers();
            case UsageEventTypes.ENERGY_COUNTER -> new CounterMembers();
            case UsageEventTypes.ENERGY_INTERVAL -> new EnergyMembers();
            case UsageEventTypes.NODE_ENERGY_INTERVAL -> new NodeMembers();
            case UsageEventTypes.USAGE_WITHDRAWN -> new WithdrawnMembers();
            case UsageEventTypes.COLLECTOR_HEARTBEAT -> new CollectorMembers();
            case null, default -> null;
        };
    }
}
