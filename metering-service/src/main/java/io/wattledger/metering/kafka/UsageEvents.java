package io.wattledger.metering.kafka;

import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.kafka.ReadAgain;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.chassis.tenancy.AfterCommit;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.Words;
import io.wattledger.metering.flow.AcceptDelivery;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.AssessAgain;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Delivery;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import io.wattledger.metering.ops.MeteringConfig;
import io.wattledger.metering.ops.MeteringMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.AbstractList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of {@code usage-events.v1}: CloudEvents in binary mode ({@code ce_} headers) and structured mode. The
 * copy of a record as evidence is made only when it is refused.
 */
@ApplicationScoped
public class UsageEvents implements BatchHandler<UsageEvents.Batch> {

    private static final String NAME = "usage-events";
    private static final String STRUCTURED = "application/cloudevents";
    private static final Words WORDS = new Words();
    private static final byte[] NOTHING = new byte[0];

    private final AcceptDelivery acceptDelivery;
    private final EventReading reading;
    private final MeteringMetrics metrics;
    private final AfterCommit afterCommit;

    UsageEvents(AcceptDelivery acceptDelivery, EventReading reading, MeteringMetrics metrics, AfterCommit afterCommit) {
        this.acceptDelivery = acceptDelivery;
        this.reading = reading;
        this.metrics = metrics;
        this.afterCommit = afterCommit;
    }

    /** Decoded events of one batch. */
    record Batch(Delivery delivery) {}

    @Produces
    @Singleton
    Subscription<Batch> subscription(UsageEvents handler, MeteringConfig config) {
        return new Subscription<>(
                NAME,
                Topics.USAGE_EVENTS,
                config.intake().batchRecords(),
                config.intake().readers(),
                handler);
    }

    @Override
    public Batch decode(PartitionBatch batch) {
        return new Batch(new Delivery(acceptDelivery.assess(new Arriving(batch.records()))));
    }

    @Override
    public Batch join(List<Batch> pieces) {
        return new Batch(new Delivery(pieces.stream()
                .flatMap(piece -> piece.delivery().events().stream())
                .toList()));
    }

    /**
     * Refused, with its bytes, until somebody has seen to what the database has against it and replays it. What that is, is in the log:
     * it may quote rows, and a tenant sees its refusals.
     */
    @Override
    public Optional<Batch> setAside(PartitionBatch record, String reason) {
        List<Assessed> refused = new Arriving(record.records())
                .stream().<Assessed>map(Assessed.Unfit::notStorable).toList();
        return Optional.of(new Batch(new Delivery(refused)));
    }

    /** Records, each read when it is asked for: what is read of one is garbage before the next one is. */
    private final class Arriving extends AbstractList<Received> {
        private final List<ConsumerRecord<byte[], byte[]>> records;

        Arriving(List<ConsumerRecord<byte[], byte[]>> records) {
            this.records = records;
        }

        @Override
        public Received get(int index) {
            ConsumerRecord<byte[], byte[]> record = records.get(index);
            return new Received(arrival(record), new RecordOrigin(record));
        }

        @Override
        public int size() {
            return records.size();
        }
    }

    private Arrival arrival(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        byte @Nullable [] contentType = contentType(headers);
        byte @Nullable [] value = record.value();
        if (!isStructured(contentType)) {
            return reading.binary(new BinaryMode(headers.toArray()), value);
        }
        if (value == null) {
            return Arrival.unreadable(
                    Envelope.NONE, new Refused(RefusalCode.NOT_A_CLOUD_EVENT, "body", null, "is missing"), NOTHING);
        }
        return reading.structured(value);
    }

    static boolean isStructured(byte @Nullable [] contentType) {
        String text = contentType == null ? null : WORDS.of(contentType);
        return text != null && text.toLowerCase(Locale.ROOT).startsWith(STRUCTURED);
    }

    static byte @Nullable [] contentType(Headers headers) {
        Header header = headers.lastHeader("content-type");
        return header == null ? null : header.value();
    }

    @Override
    public Collection<String> tenants(Batch batch) {
        return AcceptUsage.tenants(batch.delivery().events());
    }

    @Override
    public void apply(Batch batch, Connection connection) {
        Map<Outcome.Kind, Long> counts = new EnumMap<>(Outcome.Kind.class);
        accept(batch.delivery()).forEach(outcome -> counts.merge(outcome.kind(), 1L, Long::sum));
        afterCommit.run(() -> counts.forEach(
                (kind, count) -> metrics.countEvents("kafka", kind.name().toLowerCase(Locale.ROOT), count)));
    }

    private List<Outcome> accept(Delivery delivery) {
        try {
            return acceptDelivery.accept(delivery);
        } catch (AssessAgain e) {
            // What is refused is kept as it came, and the records are not here any more.
            throw new ReadAgain(String.valueOf(e.getMessage()));
        }
    }
}
