package io.wattledger.chassis.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Publishes messages and returns once Kafka holds them. */
@ApplicationScoped
public class MessagePublisher {

    /**
     * SQL expression that lets its transaction wait for {@link #publish}, which takes up to two minutes while Kafka cannot be
     * reached: longer than a transaction may stand idle otherwise.
     */
    public static final String PATIENCE = "set_config('idle_in_transaction_session_timeout', '150s', true)";

    private final KafkaProducer<byte[], byte[]> producer;

    MessagePublisher(KafkaSettings settings) {
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes all messages and waits until all are acknowledged.
     *
     * @throws PublishingFailed when any was not; some of the others may have been, so the caller publishes all again
     */
    public void publish(List<OutgoingMessage> messages) {
        for (PublishingFailed refused : publishAllThatFit(messages)) {
            if (refused != null) {
                throw refused;
            }
        }
    }

    /**
     * The same, where a message that is larger than Kafka takes must not hold up the others.
     *
     * @return for each message null, or why Kafka will never take it
     * @throws PublishingFailed when any other was not acknowledged
     */
    List<@Nullable PublishingFailed> publishAllThatFit(List<OutgoingMessage> messages) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(messages.size());
        List<@Nullable PublishingFailed> refused = new ArrayList<>(messages.size());
        for (OutgoingMessage message : messages) {
            sent.add(producer.send(recordOf(message)));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
                refused.add(null);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RecordTooLargeException)) {
                    throw new PublishingFailed(e);
                }
                refused.add(new PublishingFailed(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PublishingFailed(e);
            }
        }
        return refused;
    }

    private ProducerRecord<byte[], byte[]> recordOf(OutgoingMessage message) {
        int partitions = producer.partitionsFor(message.topic()).size();
        byte[] partitionKey = message.partitionKey().getBytes(StandardCharsets.UTF_8);
        int partition = Utils.toPositive(Utils.murmur2(partitionKey)) % partitions;
        byte[] value = message.value().length == 0 ? null : message.value();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(message.topic(), partition, message.key(), value);
        message.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @PreDestroy
    void close() {
        producer.close();
    }

    /** Kafka did not acknowledge every message. */
    public static class PublishingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PublishingFailed(Throwable cause) {
            super("not every message was acknowledged: " + cause, cause);
        }
    }
}
