package io.wattledger.launcher.usage;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import io.wattledger.contracts.Topics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends usage to metering as CloudEvents in Kafka's binary mode. */
public final class UsageSender {

    private final String bootstrap;

    /** A sender to the brokers at {@code bootstrap}. */
    public UsageSender(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Sends every event of a file and returns when the brokers have acknowledged all of them.
     *
     * @param acknowledged is told how many have been acknowledged so far
     * @return how many events were sent
     * @throws IllegalStateException when one could not be sent; sending the file again does no harm
     */
    public long send(UsageInput file, LongConsumer acknowledged) {
        var done = new AtomicLong();
        var failure = new AtomicReference<Exception>();
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 << 10,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4");
        long sent;
        try (var producer =
                new KafkaProducer<String, CloudEvent>(settings, new StringSerializer(), new CloudEventSerializer())) {
            sent = file.readWhole(reported -> {
                var record = new ProducerRecord<>(Topics.USAGE_EVENTS, reported.partitionKey(), reported.event());
                // Not waited for one by one: the callback counts, and close() waits for all.
                var _ = producer.send(record, (metadata, exception) -> {
                    if (exception == null) {
                        acknowledged.accept(done.incrementAndGet());
                    } else {
                        failure.compareAndSet(null, exception);
                    }
                });
            });
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "only " + done.get() + " of " + sent + " events of " + file.name() + " could be sent: "
                            + failure.get().getMessage(),
                    failure.get());
        }
        return sent;
    }
}
