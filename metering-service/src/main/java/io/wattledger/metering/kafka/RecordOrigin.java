package io.wattledger.metering.kafka;

import io.wattledger.metering.event.HeaderText;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Origin;
import io.wattledger.metering.flow.SentHeaders;
import java.time.Instant;
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
        return UsageEvents.isStructured(UsageEvents.contentType(record.headers()));
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
        SentHeaders sent = new SentHeaders(texts);
        for (Header header : headers) {
            sent.keep(
                    WireText.shown(header.key(), WireText.LONGEST_ATTRIBUTE),
                    HeaderText.of(header.value() == null ? NOTHING : header.value()));
        }
        return texts;
    }
}
