package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.UnreadableMessage;
import io.wattledger.chassis.kafka.PartitionBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a batch of records says.
 *
 * @param read what could be read, in order
 * @param unreadable what could not, with the reason
 * @param <T> what a record means
 */
record Readings<T>(List<T> read, List<UnreadableMessage> unreadable) {

    Readings {
        read = List.copyOf(read);
        unreadable = List.copyOf(unreadable);
    }

    /** How the value of a record is read. */
    @FunctionalInterface
    interface Reading<T> {
        T read(byte[] value) throws IOException;
    }

    /** Reads every record by itself, so that a bad one takes no other with it. */
    static <T> Readings<T> of(PartitionBatch batch, Reading<T> reading) {
        List<T> read = new ArrayList<>();
        List<UnreadableMessage> unreadable = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
            if (record.value() == null) {
                unreadable.add(unreadable(batch, record, "the record has no value"));
                continue;
            }
            try {
                read.add(reading.read(record.value()));
            } catch (IOException | IllegalArgumentException e) {
                unreadable.add(unreadable(batch, record, String.valueOf(e.getMessage())));
            }
        }
        return new Readings<>(read, unreadable);
    }

    private static UnreadableMessage unreadable(
            PartitionBatch batch, ConsumerRecord<byte[], byte[]> record, String reason) {
        return new UnreadableMessage(
                batch.topic(), batch.partition(), record.offset(), record.key(), record.value(), reason);
    }
}
