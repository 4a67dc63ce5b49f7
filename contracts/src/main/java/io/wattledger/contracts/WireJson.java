package io.wattledger.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * The one JSON form of messages and documents: decimals as plain strings, instants as RFC 3339 in UTC, absent members
 * left out, members in the order of the record. The same value always gives the same bytes.
 *
 * <p>Reading is as strict as law 1 asks: a JSON number where a decimal, an instant or a date belongs is refused, and so
 * is a record without a member that is not {@code @Nullable}. Only members it does not know are passed over. A sealed
 * interface is written as its record with a member {@code kind}, see {@link SealedKinds}.
 */
public final class WireJson {

    private static final ObjectMapper MAPPER = newMapper();

    private WireJson() {}

    /** A mapper of this form, for a framework that wants one of its own to configure further. */
    public static ObjectMapper newMapper() {
        SimpleModule writtenForms = new SimpleModule("wattledger")
                .addSerializer(BigDecimal.class, new PlainDecimal())
                .addDeserializer(BigDecimal.class, WrittenText.decimal())
                .addDeserializer(Instant.class, WrittenText.instant())
                .addDeserializer(LocalDate.class, WrittenText.date());
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(writtenForms)
                .annotationIntrospector(AnnotationIntrospector.pair(
                        new JacksonAnnotationIntrospector(),
                        AnnotationIntrospector.pair(new RequiredUnlessNullable(), new SealedKinds())))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
    }

    /** The UTF-8 bytes of {@code message}. */
    public static byte[] write(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(message.getClass().getName() + " has no JSON form", e);
        }
    }

    /** Writes those bytes as they come, so that they need not fit into memory. */
    public static void write(Object message, OutputStream out) throws IOException {
        MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, message);
    }

    /** The same for one of a sealed interface that stands alone: its {@code kind} is written because {@code type} is named. */
    public static <T> byte[] write(T value, Class<T> type) {
        try {
            return MAPPER.writerFor(type).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " has no JSON form", e);
        }
    }

    /**
     * Reads a message; members it does not know are passed over, so that a newer writer may add some.
     *
     * @throws IOException when the bytes are not JSON of that shape
     */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        return MAPPER.readValue(json, type);
    }

    /** The same of bytes that come as they are read; closes them. */
    public static <T> T read(InputStream json, Class<T> type) throws IOException {
        try (json) {
            return MAPPER.readValue(json, type);
        }
    }

    /**
     * Reads an object whose one known member is a list, element by element, so that the list need not fit into memory; closes
     * the bytes.
     *
     * @param each gets every element in its order, also those before a place that cannot be read
     * @throws IOException when the bytes are not JSON of that shape
     */
    public static <T> void readEach(InputStream json, String member, Class<T> type, Consumer<T> each)
            throws IOException {
        ObjectReader reader = MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = MAPPER.createParser(json)) {
            require(parser, parser.nextToken() == JsonToken.START_OBJECT, "an object");
            boolean found = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean known = parser.currentName().equals(member);
                parser.nextToken();
                if (known) {
                    require(
                            parser,
                            !found && parser.currentToken() == JsonToken.START_ARRAY,
                            "one list '" + member + "'");
                    found = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        require(
                                parser,
                                parser.currentToken() == JsonToken.START_OBJECT,
                                "an object in '" + member + "'");
                        each.accept(reader.readValue(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            require(parser, found, "a list '" + member + "'");
            require(parser, parser.nextToken() == null, "nothing after the object");
        }
    }

    private static void require(JsonParser parser, boolean holds, String what) throws IOException {
        if (!holds) {
            throw new JsonParseException(parser, "there must be " + what);
        }
    }

    /** Decimals as strings without exponent, so that no reader makes a floating point number of them. */
    private static final class PlainDecimal extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        PlainDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public String valueToString(Object value) {
            return ((BigDecimal) value).toPlainString();
        }
    }
}
