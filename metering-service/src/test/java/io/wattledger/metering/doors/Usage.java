package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events, records and reference data for tests, written by the CloudEvents library as collectors do. */
final class Usage {

    static final String SOURCE = "/slurm/test";
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private Usage() {}

    /** A tenant that no other test uses. */
    static String newTenant() {
        return "tenant-" + TENANTS.incrementAndGet();
    }

    /** Publishes the catalog that all tests share, as pricing would. */
    static void publishCatalog() {
        TestKafka.send(List.of(
                reference(Topics.SITES, "glomfjord", site("glomfjord", "LIVE", 1)),
                reference(Topics.SITES, "drawn", site("drawn", "PLANNED", 1)),
                reference(Topics.SKUS, "h100-sxm", new SkuFacts("h100-sxm", "NVIDIA H100", "H100", 80, 1))));
    }

    static SiteFacts site(String id, String state, long revision) {
        return new SiteFacts(id, id, "NO", "NO4", "Europe/Oslo", state, revision);
    }

    static ProducerRecord<byte[], byte[]> reference(String topic, String key, Object facts) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), WireJson.write(facts));
    }

    /** Eight GPUs for an hour from 00:00 on 1 March 2024, which is 28,800,000 milli-GPU-seconds. */
    static CloudEvent event(String tenant, String id) {
        return event(tenant, id, data("glomfjord", 8));
    }

    static CloudEvent event(String tenant, String id, String data) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(SOURCE))
                .withType(UsageEventTypes.ALLOCATION_INTERVAL)
                .withDataContentType("application/json")
                .withData(data.getBytes(UTF_8));
        return tenant == null
                ? event.build()
                : event.withExtension(UsageEventTypes.TENANT_EXTENSION, tenant).build();
    }

    static String data(String site, int gpus) {
        return data(site, gpus, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z");
    }

    static String data(String site, int gpus, String start, String end) {
        return """
                {"project":"weather","site":"%s","sku":"h100-sxm","gpuCount":%d,"start":"%s","end":"%s"}""".formatted(site, gpus, start, end);
    }

    static byte[] structured(CloudEvent event) {
        return new JsonFormat().serialize(event);
    }

    static byte[] batch(List<CloudEvent> events) {
        List<String> written = events.stream()
                .map(event -> new String(structured(event), UTF_8))
                .toList();
        return ("[" + String.join(",", written) + "]").getBytes(UTF_8);
    }

    /** A record in binary mode, in partition 0. */
    static ProducerRecord<byte[], byte[]> binaryRecord(String tenant, CloudEvent event) {
        ProducerRecord<String, byte[]> written = KafkaMessageFactory.<String>createWriter(
                        Topics.USAGE_EVENTS, 0, tenant + "/weather")
                .writeBinary(event);
        return new ProducerRecord<>(
                written.topic(), 0, written.key().getBytes(UTF_8), written.value(), written.headers());
    }

    /** A record in structured mode, in partition 0. */
    static ProducerRecord<byte[], byte[]> structuredRecord(String tenant, CloudEvent event) {
        ProducerRecord<String, byte[]> written = KafkaMessageFactory.<String>createWriter(
                        Topics.USAGE_EVENTS, 0, tenant + "/weather")
                .writeStructured(event, new JsonFormat());
        return new ProducerRecord<>(
                written.topic(), 0, written.key().getBytes(UTF_8), written.value(), written.headers());
    }

    static List<CloudEvent> events(String tenant, int count) {
        List<CloudEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(tenant, "job-" + i));
        }
        return events;
    }
}
