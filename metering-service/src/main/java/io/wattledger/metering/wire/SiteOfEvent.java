package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wattledger.metering.event.WireText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the site in bytes that may be anything: the member {@code site} of the object, or of the {@code data} in it. */
final class SiteOfEvent {

    private SiteOfEvent() {}

    static @Nullable String find(JsonFactory json, byte[] bytes) {
        try (JsonParser parser = json.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? member(parser) : null;
        } catch (IOException e) {
            // What cannot be read names no site; the refusal says what is wrong with it.
            return null;
        }
    }

    private static @Nullable String member(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("site") && value == JsonToken.VALUE_STRING) {
                return WireText.shown(parser.getText(), WireText.LONGEST_NAME);
            }
            if (name.equals("data") && value == JsonToken.START_OBJECT) {
                return member(parser);
            }
            parser.skipChildren();
        }
        return null;
    }
}
