package io.wattledger.chassis.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of records says.
 *
 * @param messages what could be read, in order
 * @param read where the records of these lie, in the same order
 * @param unreadable what could not, with the reason
 * @param <M> what a record means
 */
public record DecodedBatch<M>(List<M> messages, List<RecordPlace> read, List<UnreadableRecord> unreadable) {

    /** Copies the lists. */
    public DecodedBatch {
        messages = List.copyOf(messages);
        read = List.copyOf(read);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Where a record lies, and what it is about. The key is not copied.
     *
     * @param topic its topic
     * @param partition its partition
     * @param offset its place there
     * @param key its key; null where it has none
     */
    record RecordPlace(String topic, int partition, long offset, byte @Nullable [] key) {}

    /** How the value of a record is read. */
    @FunctionalInterface
    public interface Reading<M> {
        /** Reads a value; whatever it throws says that the value cannot be read. */
        M read(byte[] value) throws IOException;
    }

    /** Reads every record by itself, so that a bad one takes no other with it. */
    static <M> DecodedBatch<M> of(PartitionBatch batch, Reading<M> reading) {
        List<M> messages = new ArrayList<>();
        List<RecordPlace> read = new ArrayList<>();
        List<UnreadableRecord> unreadable = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
            if (record.value() == null) {
                // What was stated once is not taken back by leaving it out; nobody of the suite does.
                unreadable.add(unreadable(batch, record, "the record has no value"));
                continue;
            }
            try {
                messages.add(reading.read(record.value()));
                read.add(new RecordPlace(batch.topic(), batch.partition(), record.offset(), record.key()));
            } catch (IOException | RuntimeException e) {
                unreadable.add(unreadable(batch, record, String.valueOf(e.getMessage())));
            }
        }
        return new DecodedBatch<>(messages, read, unreadable);
    }

    /** Nothing but records that are set aside for a reason. */
    static <M> DecodedBatch<M> refused(PartitionBatch batch, String reason) {
        return new DecodedBatch<>(
                List.of(),
                List.of(),
                batch.records().stream()
                        .map(record -> unreadable(batch, record, reason))
                        .toList());
    }

    /** What all of them say, in order. */
    static <M> DecodedBatch<M> join(List<DecodedBatch<M>> pieces) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        return new DecodedBatch<>(
                pieces.stream().flatMap(piece -> piece.messages().stream()).toList(),
                pieces.stream().flatMap(piece -> piece.read().stream()).toList(),
                pieces.stream().flatMap(piece -> piece.unreadable().stream()).toList());
    }

    private static UnreadableRecord unreadable(
            PartitionBatch batch, ConsumerRecord<byte[], byte[]> record, String reason) {
        return new UnreadableRecord(
                batch.topic(), batch.partition(), record.offset(), record.key(), record.value(), reason);
    }
}
