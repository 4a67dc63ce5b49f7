package io.wattledger.metering.kafka;

import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The record an event came in; nothing is copied from it until it is refused.
 *
 * @param record the record
 */
record RecordOrigin(ConsumerRecord<byte[], byte[]> record) implements Origin {

    private static final byte[] NOTHING = new byte[0];

    @Override
    public Door door() {
        return Door.KAFKA;
    }

    @Override
    public boolean isStructured() {
        return UsageEvents.isStructured(UsageEvents.text(record.headers(), "content-type"));
    }

    @Override
    public Place place() {
        Instant written = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
        return new Place(record.topic(), record.partition(), record.offset(), written);
    }

    @Override
    public byte @Nullable [] key() {
        return record.key();
    }

    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public Map<String, String> headers() {
        return texts(record.headers());
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : headers) {
            byte[] value = header.value() == null ? NOTHING : header.value();
            String text = new String(value, StandardCharsets.UTF_8);
            boolean isText = WireText.shown(text, text.length()).equals(text)
                    && Arrays.equals(value, text.getBytes(StandardCharsets.UTF_8));
            texts.put(
                    WireText.shown(header.key(), WireText.LONGEST_ATTRIBUTE),
                    isText ? text : "base64:" + Base64.getEncoder().encodeToString(value));
        }
        return texts;
    }
}
