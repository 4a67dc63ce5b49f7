package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.Envelope.Context;
import io.wattledger.metering.event.HeaderText;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.Words;
import io.wattledger.metering.flow.EventReading;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 in one pass over their bytes. The CloudEvents library would build a tree for every event and write
 * its data anew; here the data's own bytes are kept as evidence, and each fault is told by the member at fault.
 */
@ApplicationScoped
public class CloudEventJson implements EventReading {

    /** JSON is UTF-8; guessing another encoding would lose the places of values among the bytes. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    /** The bounds of {@link com.fasterxml.jackson.core.StreamReadConstraints}, which keep a reader from being exhausted. */
    private static final String TOO_DEEP_OR_LONG = "must be nested at most 1,000 deep, with names of at most 50,000"
            + " characters and numbers of at most 1,000 digits; it is not";

    private static final DataReader DATA = new DataReader(JSON);
    private static final Words WORDS = new Words();

    @Override
    public Arrival binary(Attributes attributes, byte @Nullable [] data) {
        Texts texts = new Texts(attributes);
        String tenant = texts.named(UsageEventTypes.TENANT_EXTENSION);
        boolean isTenantText = texts.fault == null;
        String type = texts.named("type");
        boolean isOurs = DataReader.isOurs(type);
        Context context = Context.of(
                isOurs ? null : texts.named("subject"),
                isOurs ? null : texts.named("time"),
                texts.named(UsageEventTypes.SUPERSEDES_EXTENSION),
                texts.named(UsageEventTypes.CORRECTION_REASON_EXTENSION));
        Envelope envelope = new Envelope(
                texts.named("specversion"),
                texts.named("id"),
                texts.named("source"),
                type,
                isTenantText ? tenant : null,
                texts.named("datacontenttype"),
                context);
        return texts.fault == null
                ? withData(envelope, data)
                : Arrival.unreadable(envelope, texts.fault, data == null ? new byte[0] : data);
    }

    /**
     * Attributes as text. One that is none, or stands there twice, is the fault; what is none is told by how it is kept, by which it
     * differs from others.
     */
    private static final class Texts {
        private final Attributes attributes;
        private @Nullable Refused fault;

        Texts(Attributes attributes) {
            this.attributes = attributes;
        }

        @Nullable
        String named(String name) {
            byte[] value = attributes.named(name);
            if (value == null) {
                return null;
            }
            if (fault == null && attributes.isGivenTwice(name)) {
                fault = Unreadable.givenTwice(name).refused();
            }
            String text = WORDS.of(value);
            if (text != null) {
                return text;
            }
            String kept = HeaderText.of(value);
            if (fault == null) {
                fault = new Refused(RefusalCode.INVALID_FIELD, name, kept, "must be UTF-8");
            }
            return kept;
        }
    }

    @Override
    public Arrival structured(byte[] json) {
        Members members = new Members();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(RefusalCode.NOT_A_CLOUD_EVENT, "body", null, "must be one JSON object");
            }
            members.read(parser, json);
            if (parser.nextToken() != null) {
                throw new Unreadable(RefusalCode.MALFORMED_JSON, "body", null, "must end with the JSON object");
            }
        } catch (Unreadable e) {
            return Arrival.unreadable(members.envelope(), e.refused(), json);
        } catch (JsonProcessingException e) {
            return Arrival.unreadable(members.envelope(), malformed("body", e), json);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
        return withData(members.envelope(), members.data);
    }

    @Override
    public List<Arrival> batch(byte[] json) throws UnreadableBatch {
        List<Arrival> arrivals = new ArrayList<>();
        for (byte[] item : items(json)) {
            arrivals.add(structured(item));
        }
        return arrivals;
    }

    @Override
    public List<byte[]> items(byte[] json) throws UnreadableBatch {
        List<byte[]> items = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new UnreadableBatch("the body must be a JSON array of events");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(slice(parser, json));
            }
            if (parser.nextToken() != null) {
                throw new UnreadableBatch("the body must end with the JSON array");
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableBatch(
                    "the body is not JSON: " + malformed("body", e).rule());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
        return items;
    }

    @Override
    public @Nullable String site(byte[] data) {
        return SiteOfEvent.find(JSON, data);
    }

    private static Arrival withData(Envelope envelope, byte @Nullable [] data) {
        if (data == null || data.length == 0) {
            if (!DataReader.isOurs(envelope.type())) {
                return new Arrival(envelope, new Arrival.Other(MeterData.NONE), new byte[0]);
            }
            Refused refused = new Refused(RefusalCode.MISSING_FIELD, "data", null, "must be given");
            return Arrival.unreadable(envelope, refused, new byte[0]);
        }
        if (!isJson(envelope.dataContentType())) {
            Refused refused = new Refused(
                    RefusalCode.INVALID_FIELD,
                    "datacontenttype",
                    envelope.dataContentType(),
                    "must be application/json");
            return Arrival.unreadable(envelope, refused, data);
        }
        try {
            return new Arrival(envelope, DATA.read(envelope.type(), data), data);
        } catch (Unreadable e) {
            return Arrival.unreadable(envelope, e.refused(), data);
        } catch (JsonProcessingException e) {
            return Arrival.unreadable(envelope, malformed("data", e), data);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.equals("application/json")) {
            return true;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        String plain = type.strip().toLowerCase(Locale.ROOT);
        return plain.equals("application/json") || plain.endsWith("+json");
    }

    private static Refused malformed(String field, JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String rule = e instanceof StreamConstraintsException ? TOO_DEEP_OR_LONG : "must be JSON; it is not";
        return new Refused(RefusalCode.MALFORMED_JSON, field, null, rule + place);
    }

    /** The bytes of the value that begins at the current token, as they stand. */
    private static byte[] slice(JsonParser parser, byte[] json) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset());
    }

    /** The members of a structured event, as far as they were read. */
    private static final class Members {
        private @Nullable String specVersion;
        private @Nullable String id;
        private @Nullable String source;
        private @Nullable String type;
        private @Nullable String tenant;
        private @Nullable String dataContentType;
        private @Nullable String subject;
        private @Nullable String time;
        private @Nullable String supersedes;
        private @Nullable String correctionReason;
        private byte @Nullable [] data;

        void read(JsonParser parser, byte[] json) throws IOException, Unreadable {
            NullMembers nulls = new NullMembers("");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                nulls.note(name, parser.nextToken());
                switch (name) {
                    case "specversion" -> specVersion = text(parser, name, specVersion);
                    case "id" -> id = text(parser, name, id);
                    case "source" -> source = text(parser, name, source);
                    case "type" -> type = text(parser, name, type);
                    case UsageEventTypes.TENANT_EXTENSION -> tenant = text(parser, name, tenant);
                    case "datacontenttype" -> dataContentType = text(parser, name, dataContentType);
                    case "subject" -> subject = text(parser, name, subject);
                    case "time" -> time = text(parser, name, time);
                    case UsageEventTypes.SUPERSEDES_EXTENSION -> supersedes = text(parser, name, supersedes);
                    case UsageEventTypes.CORRECTION_REASON_EXTENSION ->
                        correctionReason = text(parser, name, correctionReason);
                    case "data" -> data = once(slice(parser, json));
                    case "data_base64" -> data = once(base64(parser));
                    default -> parser.skipChildren();
                }
            }
        }

        Envelope envelope() {
            boolean isOurs = DataReader.isOurs(type);
            Context context = Context.of(isOurs ? null : subject, isOurs ? null : time, supersedes, correctionReason);
            return new Envelope(specVersion, id, source, type, tenant, dataContentType, context);
        }

        private static @Nullable String text(JsonParser parser, String name, @Nullable String before)
                throws IOException, Unreadable {
            if (before != null) {
                throw Unreadable.givenTwice(name);
            }
            return switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NULL -> null;
                default -> throw new Unreadable(RefusalCode.INVALID_FIELD, name, null, "must be a JSON string");
            };
        }

        private byte[] once(byte[] value) throws Unreadable {
            if (data != null) {
                throw Unreadable.givenTwice("data");
            }
            return value;
        }

        private static byte[] base64(JsonParser parser) throws IOException, Unreadable {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new Unreadable(RefusalCode.INVALID_FIELD, "data_base64", null, "must be a JSON string");
            }
            try {
                return parser.getBinaryValue();
            } catch (JsonProcessingException e) {
                throw new Unreadable(RefusalCode.INVALID_FIELD, "data_base64", null, "must be Base64");
            }
        }
    }
}
