package io.wattledger.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

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
