package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A watermark reaches billing after all usage that metering has published before it, rated. */
@QuarkusTest
@WithSuite
class WatermarkOrderTest {

    @Inject
    TenantScope scope;

    @Test
    void passesAWatermarkOnOnlyOnceTheUsageBeforeItIsRatedAndPublished() {
        PathTest.apply(TestCatalog.norway("w1"));
        PathTest.account("tenant-w1", 1, "tariff-w1", "2025-12-31T23:00:00Z", null);
        PathTest.slots("tenant-w1", "w1", 1, 7200);
        watermark("tenant-w1", "site-w1", 1);

        awaitPassedOn("tenant-w1/site-w1", 1);

        assertThat(rated("tenant-w1")).as("rated when the watermark had come").contains(720_000_000L);
    }

    @Test
    void passesOnTheLatestWordOfEachSiteAndThatNobodyIsWaitedFor() {
        watermark("tenant-w2", "site-w2", 1);
        watermark("tenant-w2", "site-w2", 2);
        UsageWatermark retired = new UsageWatermark("-", "site-w2", null, 3, 0, List.of());
        send(retired);

        awaitPassedOn("tenant-w2/site-w2", 2);
        UsageWatermark told = awaitPassedOn("-/site-w2", 3);
        assertThat(told).isEqualTo(retired);
    }

    /** The clock of a collector is fast: each time it speaks, it speaks of an instant to come. */
    @Test
    void whoSpeaksAnewBeforeItsInstantHasComeDoesNotPutItOffForEver() throws InterruptedException {
        Duration fast = Duration.ofSeconds(3);
        Instant begun = Instant.now();
        long revision = 0;
        do {
            assertThat(Instant.now()).as("after %d words", revision).isBefore(begun.plus(Duration.ofMinutes(1)));
            watermark("tenant-w5", "site-w5", ++revision, Instant.now().plus(fast));
            Thread.sleep(500);
        } while (revision == 1
                || passedOn(TestKafka.readAll(Topics.RATED_WATERMARKS), "tenant-w5/site-w5", 1)
                        .isEmpty());

        awaitPassedOn("tenant-w5/site-w5", revision);
    }

    @Test
    void aMonthThatFailedToBeRatedHoldsTheWatermarksOfItsTenantThoughItRests() {
        month("INSERT INTO dirty_month (tenant_id, contract, month, marked_at, rests_until, failures, failure)"
                + " VALUES ('tenant-w3', 'c', '2026-10-01', now(), now() + interval '1 hour', 1, 'connection reset')");
        watermark("tenant-w3", "site-w3", 1);
        watermark("tenant-w4", "site-w3", 1);

        // Seen later, and waits for all that the first one waits for, but for the month.
        awaitPassedOn("tenant-w4/site-w3", 1);
        assertThat(passedOn(TestKafka.readAll(Topics.RATED_WATERMARKS), "tenant-w3/site-w3", 1))
                .isEmpty();

        month("UPDATE dirty_month SET rests_until = '-infinity' WHERE tenant_id = 'tenant-w3'");
        awaitPassedOn("tenant-w3/site-w3", 1);
    }

    @Test
    void usageThatCannotBeReadHoldsTheWatermarksOfItsTenantUntilItIsReadOrStatedAnew() {
        MeteredUsage slot = new MeteredUsage(
                "tenant-w6",
                "pro/ject",
                "site-w6",
                "sku-w6",
                Instant.parse("2026-10-25T10:00:00Z"),
                2,
                1_000,
                0,
                0,
                null,
                null);
        byte[] newer = "a form that only younger code reads".getBytes(UTF_8);
        TestKafka.send(List.of(slot(slot, newer)));
        watermark("tenant-w6", "site-w6", 1);
        watermark("tenant-w7", "site-w6", 1);

        // Seen later, and waits for all that the first one waits for, but for what could not be read.
        awaitPassedOn("tenant-w7/site-w6", 1);
        assertThat(passedOn(TestKafka.readAll(Topics.RATED_WATERMARKS), "tenant-w6/site-w6", 1))
                .isEmpty();

        TestKafka.send(List.of(slot(slot, WireJson.write(slot))));
        awaitPassedOn("tenant-w6/site-w6", 1);
        assertThat(aside()).doesNotContain(slot.recordKey());

        // As if the code were younger now than that which set it aside.
        MeteredUsage later = new MeteredUsage(
                "tenant-w6", "default", "site-w6", "sku-w6", slot.slotStart(), 3, 2_000, 0, 0, null, null);
        TestKafka.send(List.of(slot(later, newer)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(aside()).contains(later.recordKey()));
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (PreparedStatement read = connection.prepareStatement("""
                    WITH gone AS (DELETE FROM unreadable_record WHERE record_key = ? RETURNING *)
                    INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value, reason, recorded_at)
                    SELECT tenant_id, topic, partition_id, record_offset + 1000000, record_key, ?, reason, recorded_at FROM gone
                    """)) {
                read.setBytes(1, later.recordKey().getBytes(UTF_8));
                read.setBytes(2, WireJson.write(later));
                read.executeUpdate();
            }
        });
        given().auth()
                .oauth2(TestTokens.operator())
                .post("/api/v1/unreadable-records/replay")
                .then()
                .statusCode(200)
                .body("replayed", equalTo(1));
        assertThat(aside()).doesNotContain(later.recordKey());
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/balance?tenants=tenant-w6")
                .then()
                .body("milliGpuSeconds.received", equalTo(3_000));
    }

    private static ProducerRecord<byte[], byte[]> slot(MeteredUsage slot, byte[] value) {
        return new ProducerRecord<>(Topics.METERED_USAGE, 0, slot.recordKey().getBytes(UTF_8), value);
    }

    private static List<String> aside() {
        return given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/unreadable-records")
                .then()
                .extract()
                .path("items.key");
    }

    private void month(String sql) {
        scope.inTransactionDo(List.of("tenant-w3"), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private static void watermark(String tenant, String site, long revision) {
        watermark(tenant, site, revision, Instant.parse("2026-11-01T00:00:00Z"));
    }

    private static void watermark(String tenant, String site, long revision, Instant until) {
        send(new UsageWatermark(
                tenant, site, until, revision, 1, List.of(new UsageWatermark.Collector("/slurm", until))));
    }

    private static void send(UsageWatermark watermark) {
        TestKafka.send(List.of(new ProducerRecord<>(
                Topics.USAGE_WATERMARKS, watermark.recordKey().getBytes(UTF_8), WireJson.write(watermark))));
    }

    private static UsageWatermark awaitPassedOn(String key, long revision) {
        return passedOn(
                        TestKafka.await(
                                Topics.RATED_WATERMARKS,
                                all -> passedOn(all, key, revision).isPresent()),
                        key,
                        revision)
                .orElseThrow();
    }

    private static Optional<UsageWatermark> passedOn(
            List<ConsumerRecord<byte[], byte[]>> records, String key, long revision) {
        return records.stream()
                .filter(record -> new String(record.key(), UTF_8).equals(key))
                .map(record -> {
                    try {
                        return WireJson.read(record.value(), UsageWatermark.class);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .filter(watermark -> watermark.revision() == revision)
                .findFirst();
    }

    /** GPU time of the latest revision of each charge period that is published now. */
    private static List<Long> rated(String tenant) {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(PathTest::message)
                .filter(one -> one.tenant().equals(tenant))
                .map(RatedUsage::milliGpuSeconds)
                .toList();
    }
}
