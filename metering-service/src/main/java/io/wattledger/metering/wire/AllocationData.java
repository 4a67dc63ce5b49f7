package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.metering.event.RefusalCode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of an allocation interval. Members it does not know are passed over, so that collectors may say more;
 * a member given twice is refused, since nobody knows which one was meant.
 */
final class AllocationData {

    private final JsonFactory json;

    AllocationData(JsonFactory json) {
        this.json = json;
    }

    AllocationInterval read(byte[] data) throws IOException, Unreadable {
        try (JsonParser parser = json.createParser(data)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(RefusalCode.INVALID_FIELD, "data", null, "must be a JSON object");
            }
            Members members = new Members();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.read(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new Unreadable(RefusalCode.MALFORMED_JSON, "data", null, "must end with the JSON object");
            }
            return members.allocation();
        }
    }

    private static final class Members {
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
                default -> parser.skipChildren();
            }
        }

        AllocationInterval allocation() {
            return new AllocationInterval(
                    project, site, sku, gpuCount, gpuThousandths, start, end, energyMillijoules, job, node);
        }
    }

    private static @Nullable String text(String name, JsonParser parser, @Nullable String before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> throw invalid(name, parser, "must be a JSON string");
        };
    }

    private static @Nullable Long whole(String name, JsonParser parser, @Nullable Long before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> fitting(name, parser);
            case VALUE_NULL -> null;
            default -> throw invalid(name, parser, "must be a whole JSON number");
        };
    }

    private static Long fitting(String name, JsonParser parser) throws IOException, Unreadable {
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw invalid(name, parser, "must fit 64 bits");
        }
    }

    private static @Nullable Instant instant(String name, JsonParser parser, @Nullable Instant before)
            throws IOException, Unreadable {
        requireFirst(name, before);
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid(name, parser, "must be an RFC 3339 time in a JSON string");
        }
        try {
            return WireTime.parse(parser.getText());
        } catch (DateTimeException e) {
            throw invalid(name, parser, "must be an RFC 3339 time such as 2026-10-01T00:00:00Z");
        }
    }

    private static void requireFirst(String name, @Nullable Object before) throws Unreadable {
        if (before != null) {
            throw Unreadable.givenTwice("data." + name);
        }
    }

    private static Unreadable invalid(String name, JsonParser parser, String rule) throws IOException {
        String value = parser.currentToken().isScalarValue() ? parser.getText() : null;
        return new Unreadable(RefusalCode.INVALID_FIELD, "data." + name, value, rule);
    }
}
