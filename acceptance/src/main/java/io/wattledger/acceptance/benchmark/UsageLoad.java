package io.wattledger.acceptance.benchmark;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.kafka.CloudEventSerializer;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The reports of a busy operator: 200 tenants with three projects each, on three sites with two SKUs, whose collectors
 * report what was allocated every five to fifteen minutes. Reports arrive in order of time; every twentieth is one of
 * the last five hundred sent again. The same number of events is always the same events.
 */
final class UsageLoad {

    static final String[] SITES = {"glomfjord", "narvik", "loughton"};
    static final String[] SKUS = {"h100-sxm", "h200-sxm"};

    private static final int TENANTS = 200;
    private static final int PROJECTS = 3;
    private static final int DUPLICATE_EVERY = 20;
    private static final int DUPLICATE_DISTANCE = 1_000;
    private static final Instant BEGINNING = Instant.parse("2026-09-01T00:00:00Z");
    private static final int EVENTS_PER_SECOND_OF_LIFE = 170;

    private final long events;

    UsageLoad(long events) {
        this.events = events;
    }

    /** Writes all events to the topic and waits until Kafka has them. */
    void writeTo(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 20, "batch.size", 256 * 1024);
        CloudEventSerializer serializer = new CloudEventSerializer();
        serializer.configure(Map.of(CloudEventSerializer.ENCODING_CONFIG, Encoding.BINARY), false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long n = 0; n < events; n++) {
                CloudEvent event = event(isDuplicate(n) ? original(n) : n);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(Topics.USAGE_EVENTS, key(event), new byte[0]);
                byte[] data = serializer.serialize(Topics.USAGE_EVENTS, record.headers(), event);
                var unused = producer.send(
                        new ProducerRecord<>(Topics.USAGE_EVENTS, null, record.key(), data, record.headers()));
            }
            producer.flush();
        }
    }

    /** How many of the events are the first of their id. */
    long distinct() {
        long distinct = 0;
        for (long n = 0; n < events; n++) {
            distinct += isDuplicate(n) ? 0 : 1;
        }
        return distinct;
    }

    private static boolean isDuplicate(long n) {
        return n > DUPLICATE_DISTANCE && n % DUPLICATE_EVERY == DUPLICATE_EVERY - 1;
    }

    /** The event that is sent again: one of the five hundred before, and never one that is itself sent again. */
    private static long original(long n) {
        long candidate = n - 1 - n % DUPLICATE_DISTANCE / 2;
        return isDuplicate(candidate) ? candidate - 1 : candidate;
    }

    private static byte[] key(CloudEvent event) {
        return String.valueOf(event.getExtension(UsageEventTypes.PARTITION_KEY_EXTENSION))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static CloudEvent event(long n) {
        SplittableRandom random = new SplittableRandom(n);
        String tenant = "tenant-" + random.nextInt(TENANTS);
        String project = "project-" + random.nextInt(PROJECTS);
        Instant end = BEGINNING.plusSeconds(n / EVENTS_PER_SECOND_OF_LIFE);
        Instant start = end.minusSeconds(random.nextInt(300, 901));
        String node = "node-" + random.nextInt(12_500);
        AllocationInterval data = new AllocationInterval(
                project,
                SITES[random.nextInt(SITES.length)],
                SKUS[random.nextInt(SKUS.length)],
                (long) random.nextInt(1, 9),
                null,
                start,
                end,
                null,
                "job-" + random.nextInt(1_000_000),
                node,
                null,
                null);
        return CloudEventBuilder.v1()
                .withId("interval:" + node + ":" + n)
                .withSource(URI.create("/collectors/" + node))
                .withType(UsageEventTypes.ALLOCATION_INTERVAL)
                .withTime(end.atOffset(ZoneOffset.UTC))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .withExtension(UsageEventTypes.PARTITION_KEY_EXTENSION, tenant + "/" + project)
                .withDataContentType("application/json")
                .withData(WireJson.write(data))
                .build();
    }
}
