package io.wattledger.metering.doors;

import static io.wattledger.metering.doors.Usage.binaryRecord;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static io.wattledger.metering.doors.Usage.structuredRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class KafkaEventsTest {

    @Inject
    TenantScope scope;

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void metersBothModesOnceAndTellsDuplicatesFromConflicts() {
        TestKafka.send(List.of(
                binaryRecord(tenant, event(tenant, "1")),
                structuredRecord(tenant, event(tenant, "2")),
                structuredRecord(tenant, event(tenant, "1")),
                binaryRecord(tenant, event(tenant, "2", data("glomfjord", 1)))));

        Books.await(tenant, 4, 2, 1, 1, 0);
        assertThat(Books.metered(tenant)).isEqualTo(2 * 28_800_000);
    }

    @Test
    void publishesTheTotalOfEverySlotWithARisingRevision() {
        TestKafka.send(List.of(binaryRecord(tenant, event(tenant, "1"))));
        Map<String, MeteredUsage> first = awaitSlots(tenant, 7_200_000);
        TestKafka.send(List.of(binaryRecord(tenant, event(tenant, "2"))));
        Map<String, MeteredUsage> second = awaitSlots(tenant, 14_400_000);

        assertThat(first.keySet())
                .hasSize(4)
                .contains(tenant + "/weather/glomfjord/h100-sxm/2024-03-01T00:45:00Z")
                .isEqualTo(second.keySet());
        assertThat(first.values()).extracting(MeteredUsage::revision).containsOnly(1L);
        assertThat(second.values()).extracting(MeteredUsage::revision).containsOnly(2L);
    }

    @Test
    void readsItAllAgainWithoutEffectWhenThePositionIsLost() {
        TestKafka.send(List.of(
                binaryRecord(tenant, event(tenant, "1")),
                binaryRecord(tenant, event(tenant, "2")),
                binaryRecord(tenant, event(tenant, "bad", data("atlantis", 8)))));
        Books.await(tenant, 3, 2, 0, 0, 1);

        scope.inTransactionDo(
                List.of(),
                connection -> connection
                        .createStatement()
                        .executeUpdate("UPDATE consumed_position SET next_offset = 0 WHERE topic = 'usage-events.v1'"));
        TestKafka.send(List.of(binaryRecord(tenant, event(tenant, "3"))));

        Books.await(tenant, 7, 3, 2, 0, 2);
        assertThat(Books.metered(tenant)).isEqualTo(3 * 28_800_000);
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items"))
                .hasSize(1);
    }

    @Test
    void putsRefusedRecordsAsideWithTheirBytesAndGoesOn() {
        byte[] key = {0, 1, (byte) 0xff};
        byte[] value = "{\"gpuCount\":".getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> broken = new ProducerRecord<>(Topics.USAGE_EVENTS, 0, key, value);
        broken.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
        broken.headers().add("ce_id", "broken-1".getBytes(UTF_8));
        broken.headers().add("ce_source", "/s\u0000".getBytes(UTF_8));
        broken.headers().add("binary", new byte[] {0, (byte) 0xfe});
        ProducerRecord<byte[], byte[]> tombstone = new ProducerRecord<>(Topics.USAGE_EVENTS, 0, key, null);
        TestKafka.send(List.of(broken, tombstone, binaryRecord(tenant, event(tenant, "after"))));

        Books.await(tenant, 1, 1, 0, 0, 0);
        ConsumerRecord<byte[], byte[]> letter = deadLetter("broken-1");
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(headers(letter))
                .containsEntry("ce_source", "base64:L3MA")
                .containsEntry("binary", "base64:AP4=")
                .containsEntry("wattledger-code", "invalid-field")
                .containsEntry("wattledger-field", "source")
                .containsEntry("wattledger-topic", Topics.USAGE_EVENTS)
                .containsEntry("wattledger-partition", "0")
                .containsKey("wattledger-offset");
        assertThat(Books.read("/api/v1/refusals?tenants=-&limit=1000").getList("items.eventId"))
                .contains("broken-1");
    }

    /** One would take the place of the other if both were read with the sign that stands for what cannot be read. */
    @Test
    void refusesIdsThatAreNoUtf8AndTellsThemApart() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int last : new int[] {0xe5, 0xe6}) {
            ProducerRecord<byte[], byte[]> record = binaryRecord(tenant, event(tenant, "x"));
            record.headers().remove("ce_id").add("ce_id", new byte[] {'x', (byte) last});
            records.add(record);
        }
        TestKafka.send(records);

        Books.await(tenant, 2, 0, 0, 0, 2);
        JsonPath refusals = Books.read("/api/v1/refusals?tenants=" + tenant);
        assertThat(refusals.getList("items.code")).isEqualTo(List.of("invalid-field", "invalid-field"));
        assertThat(refusals.getList("items.field")).isEqualTo(List.of("id", "id"));
        assertThat(refusals.getList("items.value", String.class))
                .containsExactlyInAnyOrder("base64:eOU=", "base64:eOY=");
        String id = refusals.getString("items.find { it.value == 'base64:eOU=' }.id");
        assertThat(Books.read("/api/v1/refusals/" + id).getString("sentHeaders.ce_id"))
                .isEqualTo("base64:eOU=");
        RefusalDoor.replay(id, null)
                .statusCode(422)
                .body("code", equalTo("invalid-field"))
                .body("detail", containsString("must be UTF-8"));
    }

    @Test
    void refusesABatchWhichCloudEventsDoesNotHaveOnKafka() {
        byte[] key = ("batch of " + tenant).getBytes(UTF_8);
        byte[] value = ("["
                        + new String(
                                structuredRecord(tenant, event(tenant, "in-batch"))
                                        .value(),
                                UTF_8) + "]")
                .getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> batch = new ProducerRecord<>(Topics.USAGE_EVENTS, 0, key, value);
        batch.headers().add("content-type", "application/cloudevents-batch+json".getBytes(UTF_8));
        TestKafka.send(List.of(batch, binaryRecord(tenant, event(tenant, "after"))));

        Books.await(tenant, 1, 1, 0, 0, 0);
        ConsumerRecord<byte[], byte[]> letter = TestKafka.await(
                        Topics.USAGE_EVENTS_DEAD_LETTERS,
                        records -> records.stream().anyMatch(record -> Arrays.equals(record.key(), key)))
                .stream()
                .filter(record -> Arrays.equals(record.key(), key))
                .findFirst()
                .orElseThrow();
        assertThat(letter.value()).isEqualTo(value);
        assertThat(headers(letter))
                .containsEntry("wattledger-code", "not-a-cloudevent")
                .containsEntry("wattledger-rule", "must be one JSON object");
    }

    @Test
    void survivesWhateverBytesASenderFinds() {
        byte[][] values = {
            new byte[0],
            {0},
            {(byte) 0xff, (byte) 0xfe},
            "null".getBytes(UTF_8),
            "[]".getBytes(UTF_8),
            "{\"id\":\"\\u0000\",\"specversion\":\"1.0\",\"tenantid\":\"\\ud800\"}".getBytes(UTF_8),
            "[".repeat(3000).getBytes(UTF_8)
        };
        for (byte[] value : values) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.USAGE_EVENTS, 0, null, value);
            record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
            ProducerRecord<byte[], byte[]> bare = new ProducerRecord<>(Topics.USAGE_EVENTS, 0, value, value);
            bare.headers().add("\u0000", value);
            TestKafka.send(List.of(record, bare));
        }
        byte[] longKey = "k".repeat(100_000).getBytes(UTF_8);
        TestKafka.send(List.of(
                new ProducerRecord<>(Topics.USAGE_EVENTS, 0, longKey, longKey),
                binaryRecord(tenant, event(tenant, "1"))));

        Books.await(tenant, 1, 1, 0, 0, 0);
        Books.awaitNothingPending();
    }

    @Test
    void waitsForReferenceDataThatIsOnItsWay() {
        String site = "new-" + tenant;
        TestKafka.send(List.of(
                Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 1)),
                binaryRecord(tenant, event(tenant, "1", data(site, 8)))));

        Books.await(tenant, 1, 1, 0, 0, 0);
    }

    @Test
    void keepsTheHighestRevisionOfASiteWhateverComesLater() {
        String site = "closing-" + tenant;
        TestKafka.send(List.of(
                Usage.reference(Topics.SITES, site, Usage.site(site, "RETIRED", 3)),
                Usage.reference(Topics.SITES, site, Usage.site(site, "LIVE", 2)),
                new ProducerRecord<>(Topics.SITES, "x".getBytes(UTF_8), "no json".getBytes(UTF_8))));
        // The retirement is as old as its message: usage of 2024 lies before it, usage that ends in a minute after it.
        String start =
                Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString();
        String end =
                Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();
        TestKafka.send(List.of(
                binaryRecord(tenant, event(tenant, "before", data(site, 8))),
                binaryRecord(tenant, event(tenant, "after", data(site, 8, start, end)))));

        Books.await(tenant, 2, 1, 0, 0, 1);
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getString("items[0].code"))
                .isEqualTo("site-not-in-service");
    }

    private static Map<String, MeteredUsage> awaitSlots(String tenant, long each) {
        Map<String, MeteredUsage> latest = new HashMap<>();
        TestKafka.await(Topics.METERED_USAGE, records -> {
            latest.clear();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                MeteredUsage usage = read(record);
                if (usage.tenant().equals(tenant)) {
                    assertThat(new String(record.key(), UTF_8)).isEqualTo(usage.recordKey());
                    latest.put(usage.recordKey(), usage);
                }
            }
            return latest.size() == 4 && latest.values().stream().allMatch(one -> one.milliGpuSeconds() == each);
        });
        return latest;
    }

    /** Kafka takes any number of headers of one name, and readers differ in which one they take. */
    @Test
    void refusesAnAttributeThatIsGivenTwiceAlsoWhenItIsTriedAgain() {
        ProducerRecord<byte[], byte[]> record = binaryRecord(tenant, event(tenant, "first"));
        record.headers().add("ce_id", "second".getBytes(UTF_8));
        TestKafka.send(List.of(record, binaryRecord(tenant, event(tenant, "after"))));

        Books.await(tenant, 2, 1, 0, 0, 1);
        String id = RefusalDoor.onlyId(tenant);
        JsonPath refusal = Books.read("/api/v1/refusals/" + id);
        assertThat(refusal.getMap("sentHeaders"))
                .containsEntry("ce_id", "first")
                .containsEntry("ce_id (2)", "second");
        RefusalDoor.replay(id, null)
                .statusCode(422)
                .body("code", equalTo("invalid-field"))
                .body("detail", equalTo("id: must be given once"));
    }

    /** A record of a mebibyte has room for so many, and each must not cost as much as all before it. */
    @Test
    void keepsARefusedRecordWithAnyNumberOfHeadersOfOneName() {
        ProducerRecord<byte[], byte[]> record = binaryRecord(tenant, event(tenant, "many", data("atlantis", 8)));
        for (int i = 0; i < 100_000; i++) {
            record.headers().add("x", new byte[0]);
        }
        TestKafka.send(List.of(record, binaryRecord(tenant, event(tenant, "after"))));

        Books.await(tenant, 2, 1, 0, 0, 1);
        JsonPath refusal = Books.read("/api/v1/refusals/" + RefusalDoor.onlyId(tenant));
        assertThat(refusal.getMap("sentHeaders"))
                .containsEntry("x", "")
                .containsEntry("x (2)", "")
                .containsEntry("x (1000)", "")
                .containsKey("wattledger-headers-left-out");
    }

    private static MeteredUsage read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return WireJson.read(record.value(), MeteredUsage.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(String eventId) {
        return TestKafka.await(Topics.USAGE_EVENTS_DEAD_LETTERS, records -> find(records, eventId) != null).stream()
                .filter(record -> eventId.equals(headers(record).get("ce_id")))
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> find(List<ConsumerRecord<byte[], byte[]>> records, String eventId) {
        return records.stream()
                .filter(record -> eventId.equals(headers(record).get("ce_id")))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }
}
